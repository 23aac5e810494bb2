package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/** Reads the records of a checkpoint log one after the other, until there is no whole record any more. */
final class LogReader {

    private static final int WINDOW = 256 * 1024;

    private final LogFile file;
    private final long salt;
    private final long end;
    private final byte[] window = new byte[WINDOW];
    private long windowStart;
    private int windowLength;
    private long position;
    private long next;
    private RecordHeader header;
    private byte[] body;
    private String trouble;

    /**
     * @param from where the first record begins
     * @param end  how far to read
     */
    LogReader(LogFile file, long salt, long from, long end) {
        this.file = file;
        this.salt = salt;
        this.end = end;
        this.next = from;
        this.position = from;
        this.windowStart = from;
    }

    /** Goes on to the next record. @return false if no whole record begins there; {@link #trouble} says why */
    boolean next() throws IOException {
        position = next;
        if (position == end) {
            return fail(null);
        }
        if (end - position < RecordHeader.BYTES) {
            return fail("it ends within the header of a record");
        }
        int offset = window(RecordHeader.BYTES);
        header = RecordHeader.decode(window, offset, salt);
        if (header == null) {
            return fail("there is no record");
        }
        long bodyStart = position + RecordHeader.BYTES;
        if (end - bodyStart < header.length()) {
            return fail("it ends within a record of checkpoint " + header.checkpoint());
        }
        body = new byte[header.length()];
        readBody(bodyStart);
        if (!header.matches(body, salt)) {
            return fail("the checksum of a record of checkpoint " + header.checkpoint() + " differs");
        }
        next = bodyStart + header.length();
        return true;
    }

    private boolean fail(String why) {
        trouble = why;
        return false;
    }

    /** Makes the window hold that many bytes from the position on. @return where they begin in it */
    private int window(int count) throws IOException {
        long offset = position - windowStart;
        if (offset + count > windowLength) {
            windowStart = position;
            windowLength = (int) Math.min(WINDOW, end - position);
            file.read(position, window, 0, windowLength);
            return 0;
        }
        return (int) offset;
    }

    private void readBody(long from) throws IOException {
        long offset = from - windowStart;
        int inWindow = (int) Math.min(body.length, Math.max(0, windowLength - offset));
        System.arraycopy(window, (int) offset, body, 0, inWindow);
        if (inWindow < body.length) {
            file.read(from + inWindow, body, inWindow, body.length - inWindow);
        }
    }

    /** Where the current record begins, or the one that is not there. */
    long position() {
        return position;
    }

    /** Where the current record ends. */
    long end() {
        return next;
    }

    RecordHeader header() {
        return header;
    }

    byte[] body() {
        return body;
    }

    /** Why there is no further record; null if the file just ends. */
    String trouble() {
        return trouble;
    }
}
