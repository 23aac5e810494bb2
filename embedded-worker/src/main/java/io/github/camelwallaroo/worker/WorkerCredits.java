package io.github.camelwallaroo.worker;

/**
 * The credits of one connection as the worker counts them: every frame after OK costs one, and when the count has fallen far
 * enough it is filled up again. Overdraft is not punished. Source: rule S3. Not thread-safe.
 */
final class WorkerCredits {

    private final int max;
    private final int refillAt;
    private int left;
    private boolean starved;

    /**
     * @param max      frames that a connector may have under way
     * @param refillAt the count at which it is filled up to {@code max}
     */
    WorkerCredits(int max, int refillAt) {
        this.max = max;
        this.refillAt = refillAt;
    }

    /** @return what OK grants */
    int begin() {
        left = 0;
        return refill();
    }

    /**
     * A frame came.
     *
     * @return credits to grant at once, mostly none
     */
    int spend() {
        left = Math.max(0, left - 1);
        return left <= refillAt ? refill() : 0;
    }

    /** @return credits to grant, so that the connector has all it may have */
    int refill() {
        if (starved) {
            return 0;
        }
        int granted = max - left;
        left = max;
        return granted;
    }

    /** While it is starved, nothing is granted. */
    void starve(boolean on) {
        starved = on;
    }

    int left() {
        return left;
    }
}
