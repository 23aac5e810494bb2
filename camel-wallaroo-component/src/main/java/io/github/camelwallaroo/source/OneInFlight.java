package io.github.camelwallaroo.source;

/**
 * Notices who waits for each message before sending the next: with completions that wait for checkpoints that is about one
 * message per checkpoint. Guarded by the link's lock.
 */
final class OneInFlight {

    /** Messages in a row that were alone. */
    private static final int ENOUGH = 10;

    private final long checkpointMillis;
    private int alone;
    private long acceptedAt;
    private boolean told;

    /** @param checkpointMillis what is acknowledged sooner was not held up */
    OneInFlight(long checkpointMillis) {
        this.checkpointMillis = checkpointMillis;
    }

    /** @param held messages, the one that was just accepted included */
    void accepted(int held, long now) {
        acceptedAt = now;
        if (held > 1) {
            alone = 0;
        }
    }

    /** @param held messages that are left */
    void acknowledged(int messages, int held, long now) {
        boolean one = messages == 1 && held == 0 && now - acceptedAt > checkpointMillis;
        alone = one ? alone + 1 : 0;
    }

    /** @return true once, when it has been so for long enough */
    boolean takeHint() {
        if (told || alone < ENOUGH) {
            return false;
        }
        told = true;
        return true;
    }
}
