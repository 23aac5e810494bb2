package io.github.camelwallaroo.transport;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Exponential back-off with jitter: the first delay, then twice as long each time up to the longest, each shortened by up
 * to {@code jitter} of itself so that many connectors do not come back in step. Not thread-safe.
 */
public final class Backoff {

    private final long firstMillis;
    private final long longestMillis;
    private final double jitter;
    private final DoubleSupplier random;
    private long nextMillis;

    /**
     * @param first   at least 1 ms
     * @param longest at least {@code first}
     * @param jitter  0 (none) to 1 (anything from no delay to the whole)
     * @param random  numbers from 0 (inclusive) to 1 (exclusive)
     */
    public Backoff(Duration first, Duration longest, double jitter, DoubleSupplier random) {
        if (first.toMillis() < 1 || longest.compareTo(first) < 0 || jitter < 0 || jitter > 1) {
            throw new IllegalArgumentException("reconnect delays from " + first.toMillis() + " to " + longest.toMillis()
                    + " ms with jitter " + jitter + "; expected 1 <= first <= longest and jitter from 0 to 1");
        }
        this.firstMillis = first.toMillis();
        this.longestMillis = longest.toMillis();
        this.jitter = jitter;
        this.random = random;
        this.nextMillis = firstMillis;
    }

    /** @return the next delay in ms */
    public long next() {
        long delay = nextMillis;
        nextMillis = Math.min(longestMillis, delay * 2);
        return Math.max(1, Math.round(delay * (1 - jitter * random.getAsDouble())));
    }

    /** Starts again with the first delay. */
    public void reset() {
        nextMillis = firstMillis;
    }
}
