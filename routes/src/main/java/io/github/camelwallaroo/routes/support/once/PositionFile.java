package io.github.camelwallaroo.routes.support.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Remembers how far another file is: eight bytes "WALPOS01", then one record for each change ({@link FileStateCodec}), of
 * which the last whole one counts. When it has grown, a new one with all in one record takes its place. Not thread-safe.
 */
final class PositionFile implements Closeable {

    private static final byte[] MAGIC = "WALPOS01".getBytes(UTF_8);
    private static final String NEW = ".new";
    private static final int LARGEST = 256 * 1024 * 1024;

    private final Storage storage;
    private final String name;
    private final long compactAt;
    private Storage.Content content;
    private long length;
    private FileState state;

    private PositionFile(Storage storage, String name, long compactAt) {
        this.storage = storage;
        this.name = name;
        this.compactAt = compactAt;
    }

    /**
     * Opens it, or makes one of an empty file.
     *
     * @param compactAt bytes from which on it is written anew
     * @throws FileChangedException if it was changed by somebody else
     */
    static PositionFile open(Storage storage, String name, long compactAt) throws IOException {
        PositionFile file = new PositionFile(storage, name, compactAt);
        if (storage.exists(name)) {
            file.read();
        } else {
            file.state = FileState.EMPTY;
            file.compact();
        }
        return file;
    }

    private void read() throws IOException {
        content = storage.open(name);
        try {
            long size = content.size();
            if (size > LARGEST) {
                throw changed(0, "it has " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            content.read(bytes, 0);
            parse(bytes.flip());
            if (length < size) {
                // The last record was never finished, and nothing hangs on it.
                content.truncate(length);
            }
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    private void parse(ByteBuffer bytes) throws FileChangedException {
        byte[] magic = new byte[Math.min(MAGIC.length, bytes.remaining())];
        bytes.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw changed(0, "it does not begin with " + new String(MAGIC, UTF_8));
        }
        state = FileStateCodec.decode(bytes).orElseThrow(() -> changed(MAGIC.length, "there is no position"));
        Optional<FileState> next = FileStateCodec.decode(bytes);
        while (next.isPresent()) {
            state = state.followedBy(next.get());
            next = FileStateCodec.decode(bytes);
        }
        length = bytes.position();
        // What was never finished has nothing behind it.
        for (int at = (int) length + 1; at < bytes.limit(); at++) {
            if (FileStateCodec.decode(bytes.position(at)).isPresent()) {
                throw changed((int) length, "a position is damaged, and others follow it");
            }
        }
    }

    private FileChangedException changed(int at, String what) {
        return new FileChangedException(storage.path(name)
                + " says how far the file is, and was changed by somebody else"
                + " at byte " + at + ": " + what + ". Restore it together with the file, or move both away: then output"
                + " that is delivered again is written again");
    }

    FileState state() {
        return state;
    }

    /**
     * Remembers the next change.
     *
     * @param change the streams that are not named stay as they are
     * @param force  whether to return only when it would survive a loss of power
     */
    void append(FileState change, boolean force) throws IOException {
        ByteBuffer record = FileStateCodec.encode(change);
        int bytes = record.remaining();
        content.write(record, length);
        if (force) {
            content.force();
        }
        length += bytes;
        state = state.followedBy(change);
        if (length >= compactAt) {
            compact();
        }
    }

    private void compact() throws IOException {
        Storage.Content next = storage.open(name + NEW);
        try {
            ByteBuffer record = FileStateCodec.encode(state);
            ByteBuffer whole = ByteBuffer.allocate(MAGIC.length + record.remaining()).put(MAGIC).put(record).flip();
            long size = whole.remaining();
            next.truncate(0);
            next.write(whole, 0);
            next.force();
            storage.rename(name + NEW, name);
            storage.forceNames();
            length = size;
        } catch (IOException | RuntimeException e) {
            next.close();
            throw e;
        }
        Storage.Content last = content;
        content = next;
        if (last != null) {
            last.close();
        }
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
