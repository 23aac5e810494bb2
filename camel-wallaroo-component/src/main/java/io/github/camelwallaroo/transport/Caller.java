package io.github.camelwallaroo.transport;

/**
 * What the sender knows of one calling thread: how many messages it sends before it waits for one of them.
 *
 * <p>
 * A caller that waits for each message is served best by writing it at once, in its own thread: any hand-over to another
 * costs it a factor of twenty. A caller that does not wait is served best when its messages share one write. The two look
 * alike until one of them is left waiting, so now and then a message is left unwritten: if the caller sends again
 * meanwhile, it does not wait, and the burst that is written at once grows; if it does not, the writer thread writes what
 * was left a moment later, and the burst shrinks to what came. Such probes become rare while they find nothing. Not
 * thread-safe: guarded by the sender's lock, but for {@link #isCompleting}.
 */
final class Caller {

    private static final int FIRST_PROBE_AFTER = 64;
    private static final int LONGEST_PROBE_INTERVAL = 1 << 16;

    private final int largestBurst;
    private int burst = 1;
    private int unwritten;
    private long lastSequence = -1;
    private int probeInterval = FIRST_PROBE_AFTER;
    private int untilProbe = FIRST_PROBE_AFTER;
    private boolean completing;

    /** @param largestBurst messages that are left unwritten at most, 1 or more */
    Caller(int largestBurst) {
        this.largestBurst = largestBurst;
    }

    /**
     * Called when the caller has sent.
     *
     * @param count         how many messages
     * @param sequence      of the last of them
     * @param firstSequence of the oldest message that is not written yet, whoever sent it
     * @return true if it is time to write; false to leave them, since the caller is about to send more
     */
    boolean sent(int count, long sequence, long firstSequence) {
        boolean lastIsUnwritten = lastSequence >= firstSequence;
        if (lastIsUnwritten && unwritten >= burst) {
            // It was expected to wait, and does not.
            burst = Math.min(largestBurst, 2 * burst);
            probeInterval = FIRST_PROBE_AFTER;
            untilProbe = 0;
        }
        unwritten = (int) Math.min((lastIsUnwritten ? unwritten : 0) + (long) count, sequence - firstSequence + 1);
        lastSequence = sequence;
        return unwritten >= burst && !probes();
    }

    private boolean probes() {
        if (burst >= largestBurst || --untilProbe > 0) {
            return false;
        }
        untilProbe = probeInterval;
        probeInterval = Math.min(LONGEST_PROBE_INTERVAL, 2 * probeInterval);
        return true;
    }

    /** Called when what it sent was left for long: it waits, or has nothing more to send. */
    void paused() {
        burst = Math.max(1, Math.min(largestBurst, Math.max(unwritten, burst / 2)));
    }

    /** Whether the thread runs completions further up its stack; of use to that thread only. */
    boolean isCompleting() {
        return completing;
    }

    void setCompleting(boolean completing) {
        this.completing = completing;
    }
}
