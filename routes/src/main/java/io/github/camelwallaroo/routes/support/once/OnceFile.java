package io.github.camelwallaroo.routes.support.once;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file that grows by each message once. Messages go to its end first, then the {@link PositionFile} says that they are
 * there: so after a crash at any point what lies behind its position is cut off, and what lies before it is passed over when
 * it is delivered again. Not thread-safe.
 */
final class OnceFile implements Closeable {

    static final String POSITION = ".position";
    static final long COMPACT_AT = 1024L * 1024;

    private final String path;
    private final boolean force;
    private final PositionFile positions;
    private final Storage.Content content;
    /** Streams that are being repeated, and have not come to their last message in the file yet. */
    private final Set<String> repeating = new HashSet<>();
    private long skipped;
    private long cut;

    /**
     * A message.
     *
     * @param position null if its repetitions cannot be recognised
     * @param bytes    as they are to lie in the file
     */
    record Entry(MessagePosition position, byte[] bytes) {}

    private OnceFile(String path, boolean force, PositionFile positions, Storage.Content content) {
        this.path = path;
        this.force = force;
        this.positions = positions;
        this.content = content;
    }

    /**
     * Opens a file, or makes an empty one, and cuts off what was never finished.
     *
     * @param force     whether {@link #append} returns only when the messages would survive a loss of power
     * @param compactAt bytes of positions from which on they are written anew
     * @throws FileChangedException if it was changed by somebody else
     */
    static OnceFile open(Storage storage, String name, boolean force, long compactAt) throws IOException {
        boolean known = storage.exists(name + POSITION);
        Storage.Content content = storage.open(name);
        PositionFile positions = null;
        try {
            if (!known && content.size() > 0) {
                throw new FileChangedException(storage.path(name) + " has " + content.size()
                        + " bytes, and there is no " + name + POSITION + " beside it that says which messages they are;"
                        + " move it away, or name another file");
            }
            positions = PositionFile.open(storage, name + POSITION, compactAt);
            OnceFile file = new OnceFile(storage.path(name), force, positions, content);
            file.recover();
            if (!known) {
                storage.forceNames();
            }
            return file;
        } catch (IOException | RuntimeException e) {
            content.close();
            if (positions != null) {
                positions.close();
            }
            throw e;
        }
    }

    private void recover() throws IOException {
        FileState state = positions.state();
        long size = content.size();
        if (size < state.length()) {
            throw new FileChangedException(path + " has " + size + " bytes, and " + state.length()
                    + " were written to it: it was changed by somebody else. Restore it, or move it away together with "
                    + POSITION.substring(1) + " file beside it: then output that is delivered again is written again");
        }
        byte[] last = new byte[state.lastLength()];
        content.read(ByteBuffer.wrap(last), state.length() - last.length);
        if (last.length > 0 && FileState.crc(last) != state.lastCrc()) {
            throw new FileChangedException(path + " has another message before byte " + state.length()
                    + " than the one that was written there: it was changed by somebody else. Restore it, or move it away"
                    + " together with the " + POSITION.substring(1) + " file beside it");
        }
        if (size > state.length()) {
            cut = size - state.length();
            content.truncate(state.length());
            content.force();
        }
    }

    /**
     * Appends the messages that are not in the file yet. After an error nobody knows which of them are: open it again.
     *
     * @throws FileChangedException if somebody else has changed the file meanwhile; then nothing was written
     */
    void append(List<Entry> entries) throws IOException {
        FileState state = positions.state();
        if (content.size() != state.length()) {
            throw new FileChangedException(path + " has " + content.size() + " bytes, and this connector wrote "
                    + state.length()
                    + ": somebody else writes to it. Stop that, and restore it or cut it to that length");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Map<String, FileState.Last> moved = new LinkedHashMap<>();
        byte[] last = null;
        for (Entry entry : entries) {
            MessagePosition position = entry.position();
            int crc = FileState.crc(entry.bytes());
            if (position != null) {
                if (isThere(position, crc,
                        moved.getOrDefault(position.stream(), state.streams().get(position.stream())))) {
                    skipped++;
                    continue;
                }
                moved.put(position.stream(), new FileState.Last(position, crc));
            }
            bytes.writeBytes(entry.bytes());
            last = entry.bytes();
        }
        if (last != null) {
            write(state, bytes.toByteArray(), last, moved);
        }
    }

    private void write(FileState state, byte[] bytes, byte[] last, Map<String, FileState.Last> moved)
            throws IOException {
        content.write(ByteBuffer.wrap(bytes), state.length());
        if (force) {
            content.force();
        }
        positions.append(new FileState(state.length() + bytes.length, last.length, FileState.crc(last), moved), force);
    }

    private boolean isThere(MessagePosition position, int crc, FileState.Last last) throws FileChangedException {
        int order = last == null ? 1 : position.compareTo(last.position());
        if (order < 0) {
            repeating.add(position.stream());
            return true;
        }
        boolean repeated = repeating.contains(position.stream());
        if (order == 0 ? crc != last.crc() : repeated && position.epoch() == last.position().epoch()) {
            throw new FileChangedException(path + " has another message at " + last.position().id()
                    + " than the one that comes now: the transaction log belongs to another output. Move the file away"
                    + " together with the " + POSITION.substring(1)
                    + " file beside it, or restore the transaction log");
        }
        repeating.remove(position.stream());
        return order == 0;
    }

    /** Bytes that were cut off when it was opened, since they were not finished when the last process ended. */
    long cut() {
        return cut;
    }

    long length() {
        return positions.state().length();
    }

    /** Messages that were in the file already. */
    long skipped() {
        return skipped;
    }

    @Override
    public void close() throws IOException {
        try (PositionFile closing = positions) {
            content.close();
        }
    }
}
