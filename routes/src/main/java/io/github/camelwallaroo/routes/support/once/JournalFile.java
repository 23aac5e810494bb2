package io.github.camelwallaroo.routes.support.once;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A file that begins with eight bytes that say what it is, and goes on with one record for each change. A record that was never
 * finished, at the end, does not count. Another content takes its place at once. Not thread-safe.
 */
public final class JournalFile implements Closeable {

    private static final String NEW = ".new";
    private static final int LARGEST = 256 * 1024 * 1024;

    /** What the file consists of. */
    public interface Records {

        /**
         * Takes all whole records from the buffer's position on.
         *
         * @return the position behind the last of them
         * @throws IOException if one of them was damaged
         */
        int read(ByteBuffer bytes) throws IOException;

        /** What to throw if somebody else wrote the file. */
        IOException changed(int at, String what);
    }

    private final Storage storage;
    private final String name;
    private final byte[] magic;
    private Storage.Content content;
    private long length;

    /** @param magic eight characters. Before anything else, call {@link #read}, or {@link #replace} if it does not exist */
    public JournalFile(Storage storage, String name, String magic) {
        this.storage = storage;
        this.name = name;
        this.magic = magic.getBytes(UTF_8);
    }

    public boolean exists() throws IOException {
        return storage.exists(name);
    }

    /** Of the file, for people. */
    public String path() {
        return storage.path(name);
    }

    /** In bytes, without what was never finished. */
    public long length() {
        return length;
    }

    /** Opens it. @throws IOException what the records say of it, if it cannot be used; then it is closed */
    public void read(Records records) throws IOException {
        content = storage.open(name);
        try {
            long size = content.size();
            if (size > LARGEST) {
                throw records.changed(0, "it has " + size + " bytes");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            content.read(bytes, 0);
            bytes.flip();
            byte[] begin = new byte[Math.min(magic.length, bytes.remaining())];
            bytes.get(begin);
            if (!Arrays.equals(begin, magic)) {
                throw records.changed(0, "it does not begin with " + new String(magic, UTF_8));
            }
            length = records.read(bytes);
            if (length < size) {
                // The last record was never finished, and nothing hangs on it.
                content.truncate(length);
            }
        } catch (IOException | RuntimeException e) {
            content.close();
            throw e;
        }
    }

    /** @param force whether to return only when they would survive a loss of power */
    public void append(ByteBuffer records, boolean force) throws IOException {
        int bytes = records.remaining();
        content.write(records, length);
        if (force) {
            content.force();
        }
        length += bytes;
    }

    /** Makes it anew, with these records alone; returns when it would survive a loss of power. */
    public void replace(ByteBuffer records) throws IOException {
        ByteBuffer whole = ByteBuffer.allocate(magic.length + records.remaining()).put(magic).put(records).flip();
        long size = whole.remaining();
        Storage.Content next = storage.open(name + NEW);
        try {
            next.truncate(0);
            next.write(whole, 0);
            next.force();
            storage.rename(name + NEW, name);
            storage.forceNames();
        } catch (IOException | RuntimeException e) {
            next.close();
            throw e;
        }
        Storage.Content last = content;
        content = next;
        length = size;
        if (last != null) {
            last.close();
        }
    }

    /** Returns when what was appended would survive a loss of power. */
    public void force() throws IOException {
        content.force();
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
