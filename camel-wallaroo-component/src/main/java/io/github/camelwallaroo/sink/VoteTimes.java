package io.github.camelwallaroo.sink;

import java.util.concurrent.TimeUnit;

/** The longest vote of the last one to two minutes. Thread-safe. */
final class VoteTimes {

    private static final long PERIOD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private long periodStart;
    private long longest;
    private long longestBefore;

    /** @param now the time, as {@link System#nanoTime()} gives it */
    synchronized void add(long nanos, long now) {
        turn(now);
        longest = Math.max(longest, nanos);
    }

    synchronized long longestMillis(long now) {
        turn(now);
        return TimeUnit.NANOSECONDS.toMillis(Math.max(longest, longestBefore));
    }

    private void turn(long now) {
        long passed = now - periodStart;
        if (passed >= PERIOD_NANOS) {
            longestBefore = passed >= 2 * PERIOD_NANOS ? 0 : longest;
            longest = 0;
            periodStart = now;
        }
    }
}
