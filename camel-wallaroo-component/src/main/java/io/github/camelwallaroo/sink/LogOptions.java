package io.github.camelwallaroo.sink;

/**
 * Sizes of a transaction log.
 *
 * @param segmentBytes a segment that is longer gets a successor, so that it can be deleted once it is delivered
 * @param reserveBytes space that is kept on the disk for votes and decisions, see {@link SpaceReserve}
 */
record LogOptions(long segmentBytes, long reserveBytes) {

    static final LogOptions DEFAULT = new LogOptions(64L * 1024 * 1024, 16L * 1024 * 1024);

    /** Takes no space for later. */
    static final LogOptions FOR_OPERATIONS = new LogOptions(DEFAULT.segmentBytes(), 0);

    LogOptions {
        if (segmentBytes < 1 || reserveBytes < 0) {
            throw new IllegalArgumentException("segments of " + segmentBytes + " bytes and a reserve of " + reserveBytes
                    + "; expected at least 1 and 0");
        }
    }
}
