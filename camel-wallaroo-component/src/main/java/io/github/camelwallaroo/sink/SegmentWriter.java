package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

import io.github.camelwallaroo.sink.LogRecord.Control;
import io.github.camelwallaroo.sink.LogRecord.Data;

/**
 * Writes records at the end of a segment, through a buffer. After the first error it writes no more, since nobody knows what
 * of the file is on the disk behind {@link #forced()}. Not thread-safe.
 */
final class SegmentWriter implements Closeable {

    private static final int BUFFER_BYTES = 128 * 1024;

    private final SegmentHeader header;
    private final LogFile file;
    private final SpaceReserve reserve;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private long written;
    private long forced;
    private boolean failed;

    /**
     * @param length bytes that are in the file and forced
     */
    SegmentWriter(SegmentHeader header, LogFile file, SpaceReserve reserve, long length) {
        this.header = header;
        this.file = file;
        this.reserve = reserve;
        this.written = length;
        this.forced = length;
    }

    /**
     * Makes the file of a new segment.
     *
     * @param at in a directory whose names are forced before this returns
     */
    static SegmentWriter create(SegmentHeader header, LogDirectory directory, String name, SpaceReserve reserve)
            throws IOException {
        LogFile file = directory.open(name);
        try {
            reserve.writing(() -> file.write(header.encode(), 0));
            file.force();
            directory.force();
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        return new SegmentWriter(header, file, reserve, header.length());
    }

    void append(LogRecord record) throws IOException {
        if (record instanceof Data data) {
            ByteBuffer head = RecordCodec.dataHeader(data, header.salt());
            put(head);
            put(ByteBuffer.wrap(data.payload()));
        } else {
            put(RecordCodec.encode((Control) record, forced, header.salt()));
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > buffer.remaining()) {
            flush();
        }
        if (bytes.remaining() > buffer.remaining()) {
            write(bytes);
        } else {
            buffer.put(bytes);
        }
    }

    /** Hands to the system what is buffered. */
    void flush() throws IOException {
        buffer.flip();
        try {
            write(buffer);
        } finally {
            buffer.clear();
        }
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (failed) {
            throw new IOException("segment " + header.number() + " was given up after an error");
        }
        if (!bytes.hasRemaining()) {
            return;
        }
        int count = bytes.remaining();
        long at = written;
        failed = true;
        reserve.writing(() -> file.write(bytes.duplicate(), at));
        failed = false;
        bytes.position(bytes.limit());
        written += count;
    }

    /** Returns when all that was appended would survive a loss of power. */
    void force() throws IOException {
        flush();
        failed = true;
        file.force();
        failed = false;
        forced = written;
    }

    SegmentHeader header() {
        return header;
    }

    /** Where the next record will begin. */
    long length() {
        return written + buffer.position();
    }

    /** How far the file is on the disk for certain. */
    long forced() {
        return forced;
    }

    boolean hasFailed() {
        return failed;
    }

    /** Nothing is to be written behind what is there. */
    SegmentWriter givenUp() {
        failed = true;
        return this;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
