package io.github.camelwallaroo.routes.demo;

/** Counts durations in buckets that are 1 % wide, so that any number of them takes the same little memory. */
final class Latencies {

    private static final double STEP = Math.log(1.01);

    // Up to 2^63 ns.
    private final long[] buckets = new long[(int) (Math.log(Long.MAX_VALUE) / STEP) + 2];
    private long count;
    private long longest;

    void add(long nanos) {
        buckets[nanos < 1 ? 0 : (int) (Math.log(nanos) / STEP) + 1]++;
        count++;
        longest = Math.max(longest, nanos);
    }

    /** The duration, in nanoseconds, that {@code percent} of all did not exceed, to 1 %; 0 when there are none. */
    long percentile(double percent) {
        long rank = (long) Math.ceil(count * percent / 100);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank && seen > 0) {
                return Math.min(longest, (long) Math.exp(i * STEP));
            }
        }
        return 0;
    }

    long longest() {
        return longest;
    }
}
