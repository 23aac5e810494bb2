package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A segment that is read.
 *
 * @param name with its directory
 */
record OpenSegment(long number, String name, LogFile file) implements Closeable {

    /** @throws LogDamagedException if it has none */
    SegmentHeader header() throws IOException {
        ByteBuffer start = ByteBuffer.allocate((int) Math.min(file.size(), SegmentHeader.MOST_BYTES));
        file.read(start, 0);
        return SegmentHeader.decode(name, start.flip());
    }

    /**
     * @param from  where a record begins; 0 = at the first
     * @param limit where the records end
     */
    SegmentReader reader(long from, long limit) throws IOException {
        SegmentHeader header = header();
        return new SegmentReader(file, header.salt(), from == 0 ? header.length() : from, limit);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
