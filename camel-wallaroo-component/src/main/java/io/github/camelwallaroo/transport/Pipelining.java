package io.github.camelwallaroo.transport;

/**
 * Decides who writes when nobody is writing: the calling thread or the writer thread.
 *
 * <p>
 * A caller that waits for each of its messages is served best by writing itself: any hand-over to another thread costs it a
 * factor of twenty. A caller that does not wait is served best by not writing, since what it sends meanwhile shares one
 * write. The two look alike until one of them is left waiting, so now and then a message is left to the writer thread: if
 * its sender sends again before it is written, he does not wait, and the writer thread keeps the work for as long as that
 * is so. Probes become rare while they find nothing. Not thread-safe: guarded by the sender's lock.
 */
final class Pipelining {

    private static final int FIRST_PROBE_AFTER = 64;
    private static final int LONGEST_PROBE_INTERVAL = 1 << 16;
    private static final int LONELY_BATCHES = 3;

    private boolean pipelined;
    private int probeInterval = FIRST_PROBE_AFTER;
    private int untilProbe = FIRST_PROBE_AFTER;
    private int lonelyBatches;

    /** @return true if the message just appended is to be left to the writer thread */
    boolean leavesToWriterThread() {
        return pipelined || --untilProbe <= 0;
    }

    /** Learns from a batch that the writer thread has taken. */
    void learnFrom(PendingBatch batch) {
        if (batch.isPipelined()) {
            pipelined = true;
            lonelyBatches = 0;
            probeInterval = FIRST_PROBE_AFTER;
        } else if (!pipelined) {
            probeInterval = Math.min(LONGEST_PROBE_INTERVAL, probeInterval * 2);
        } else if (++lonelyBatches >= LONELY_BATCHES) {
            pipelined = false;
            lonelyBatches = 0;
        }
        untilProbe = probeInterval;
    }
}
