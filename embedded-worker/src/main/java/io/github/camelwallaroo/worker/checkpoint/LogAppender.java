package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Writes one checkpoint's records to a log file. */
final class LogAppender {

    /** Entries of about so many bytes share a record. */
    private static final int BLOCK = 64 * 1024;

    private final LogFile file;
    private final long salt;
    private final long checkpoint;
    private final EntryBlock block = new EntryBlock();
    private ByteBuffer room = ByteBuffer.allocate(2 * BLOCK);
    private long records;

    LogAppender(LogFile file, long salt, long checkpoint) {
        this.file = file;
        this.salt = salt;
        this.checkpoint = checkpoint;
    }

    void put(String section, byte[] key, byte[] value) throws IOException {
        beginBlock(section);
        block.put(section, key, value);
    }

    void remove(String section, byte[] key) throws IOException {
        beginBlock(section);
        block.remove(section, key);
    }

    private void beginBlock(String section) throws IOException {
        if (block.section() != null && (block.length() >= BLOCK || !block.section().equals(section))) {
            writeBlock();
        }
    }

    /** Writes what is left and waits until the disk has it. */
    void prepare() throws IOException {
        writeBlock();
        force();
    }

    /** Writes the record that makes the checkpoint count, and waits until the disk has it. */
    void commit() throws IOException {
        byte[] body = ByteBuffer.allocate(Long.BYTES).putLong(records).array();
        write(RecordHeader.COMMIT, body, body.length);
        force();
    }

    private void writeBlock() throws IOException {
        if (block.section() != null) {
            write(RecordHeader.ENTRIES, block.bytes(), block.length());
            records++;
            block.clear();
        }
    }

    private void write(byte kind, byte[] body, int length) throws IOException {
        if (room.capacity() < RecordHeader.BYTES + length) {
            room = ByteBuffer.allocate(RecordHeader.BYTES + length);
        }
        room.clear();
        RecordHeader.of(checkpoint, kind, body, length, salt).encodeTo(room, salt);
        room.put(body, 0, length).flip();
        file.append(room);
    }

    private void force() throws IOException {
        try {
            file.force();
        } catch (IOException e) {
            // The kernel may have dropped what it could not write: a second attempt that succeeds would prove nothing.
            throw new StoreBrokenException("the disk did not take checkpoint " + checkpoint + " (" + e.getMessage()
                    + "); whether it is there shows when the log is read anew", e);
        }
    }
}
