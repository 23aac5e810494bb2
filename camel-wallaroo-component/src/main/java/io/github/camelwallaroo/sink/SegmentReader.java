package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads the records of a segment one after another. Not thread-safe. */
final class SegmentReader {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final LogFile file;
    private final long salt;
    private long limit;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
    /** Where in the file the buffer begins. */
    private long bufferAt;
    private long position;
    private long end;
    private LogRecord record;
    private String trouble;

    /**
     * @param from  where a record begins
     * @param limit where the records end
     */
    SegmentReader(LogFile file, long salt, long from, long limit) {
        this.file = file;
        this.salt = salt;
        this.limit = limit;
        this.bufferAt = from;
        this.end = from;
    }

    /** @return false at the limit, or where no record is: then {@link #trouble()} says why */
    boolean next() throws IOException {
        position = end;
        record = null;
        if (trouble != null || position == limit) {
            return false;
        }
        if (limit - position <= RecordCodec.PREFIX) {
            return fail("it ends within a record");
        }
        ByteBuffer prefix = bytes(RecordCodec.PREFIX);
        if (prefix == null) {
            return fail("it ends within a record");
        }
        int length = prefix.getInt();
        int checksum = prefix.getInt();
        if (length <= 0 || length > limit - position - RecordCodec.PREFIX) {
            return fail("a record of " + length + " bytes cannot be there");
        }
        ByteBuffer whole = bytes(RecordCodec.PREFIX + length);
        if (whole == null) {
            return fail("it ends within a record");
        }
        ByteBuffer body = whole.slice(RecordCodec.PREFIX, length);
        if (!RecordCodec.matches(length, checksum, body, salt)) {
            return fail("the checksum of a record differs");
        }
        try {
            record = RecordCodec.decode(body);
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return fail(String.valueOf(e.getMessage()));
        }
        end = position + RecordCodec.PREFIX + length;
        return true;
    }

    /** As {@link #next()}, but passes over messages, of which only the lengths are read. */
    boolean nextControl() throws IOException {
        while (trouble == null && limit - end > RecordCodec.PREFIX) {
            position = end;
            ByteBuffer start = bytes(RecordCodec.PREFIX + 1);
            if (start == null || !RecordCodec.isData(start)) {
                break;
            }
            int length = start.getInt(0);
            if (length <= 0 || length > limit - position - RecordCodec.PREFIX) {
                return fail("a record of " + length + " bytes cannot be there");
            }
            end = position + RecordCodec.PREFIX + length;
        }
        return next();
    }

    private boolean fail(String why) {
        trouble = why;
        return false;
    }

    /** @return the next bytes from {@link #position} on, null if the file ends before */
    private ByteBuffer bytes(int count) throws IOException {
        if (position + count > bufferAt + buffer.limit()) {
            int skipped = (int) (position - bufferAt);
            if (skipped + count <= buffer.capacity()) {
                fill(buffer.position(buffer.limit()).limit(buffer.capacity()));
            } else {
                bufferAt = position;
                int wanted = Math.max(count, BUFFER_BYTES);
                // Records that are longer than the buffer are rare: none keeps the memory for them.
                buffer = buffer.capacity() == wanted ? buffer.clear() : ByteBuffer.allocate(wanted);
                fill(buffer);
            }
        }
        int at = (int) (position - bufferAt);
        return at + count <= buffer.limit() ? buffer.slice(at, count) : null;
    }

    private void fill(ByteBuffer target) throws IOException {
        long most = limit - bufferAt;
        if (most < target.limit()) {
            target.limit((int) Math.max(target.position(), most));
        }
        file.read(target, bufferAt + target.position());
        target.limit(target.position());
    }

    /** There is more to be read than was known. @param later not before the limit that was */
    void extend(long later) {
        limit = later;
    }

    /** The last record; null if {@link #next()} gave none. */
    LogRecord record() {
        return record;
    }

    /** Where the last record begins, or what is none. */
    long position() {
        return position;
    }

    /** Where the last record ends. */
    long end() {
        return end;
    }

    /** Why reading ended before the limit; null if it did not. */
    String trouble() {
        return trouble;
    }
}
