package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Reads the records of committed output one after another, in as many segments as they lie. After an error of the disk it
 * goes on where it was. Not thread-safe.
 */
final class ExtentReader implements Closeable {

    private final TransactionLog log;
    private OpenSegment segment;
    private SegmentReader reader;
    /** Where the next record begins; byte 0 = at the first. */
    private long number;
    private long at;

    ExtentReader(TransactionLog log) {
        this.log = log;
    }

    /** From the first record of the extent on. */
    void begin(Extent extent) {
        number = extent.position().segment();
        at = extent.position().offset();
        reader = null;
    }

    /**
     * The next record.
     *
     * @param extent  may have grown since {@link #begin}
     * @param control passes over messages without reading them
     * @return null at the end of the extent
     * @throws LogDamagedException if what is there is no record
     */
    LogRecord next(Extent extent, boolean control) throws IOException {
        try {
            while (true) {
                open(extent);
                if (control ? reader.nextControl() : reader.next()) {
                    at = reader.end();
                    return reader.record();
                }
                if (reader.trouble() != null) {
                    throw damaged(reader.trouble());
                }
                if (number >= extent.until().segment()) {
                    return null;
                }
                number++;
                at = 0;
                reader = null;
            }
        } catch (LogDamagedException e) {
            throw e;
        } catch (IOException e) {
            reader = null;
            throw e;
        }
    }

    private void open(Extent extent) throws IOException {
        if (segment == null || segment.number() != number) {
            close();
            segment = log.openSegment(number);
        }
        if (reader == null) {
            reader = segment.reader(at, limit(extent));
        } else {
            reader.extend(limit(extent));
        }
    }

    private long limit(Extent extent) {
        OptionalLong end = log.endOf(number);
        return number == extent.until().segment() ? extent.until().offset() : end.orElseThrow();
    }

    /** The segment of the last record. */
    long segment() {
        return number;
    }

    /** For a place where something else was expected. */
    LogDamagedException damaged(String what) {
        return new LogDamagedException(segment.name(), reader.position(), what);
    }

    @Override
    public void close() throws IOException {
        OpenSegment open = segment;
        segment = null;
        reader = null;
        if (open != null) {
            open.close();
        }
    }
}
