package io.github.camelwallaroo.transport;

import java.util.concurrent.TimeUnit;

/**
 * How many messages were handed to the kernel during the last ten seconds. In the generations without acknowledgement this
 * is what may be lost when a connection breaks: nobody can know how much of it the peer had read. Not thread-safe: guarded
 * by whoever writes.
 */
final class InDoubtWindow {

    static final int SECONDS = 10;

    private final long[] messages = new long[SECONDS];
    private final long[] seconds = new long[SECONDS];

    void written(long nowNanos, int count) {
        long second = TimeUnit.NANOSECONDS.toSeconds(nowNanos);
        int slot = (int) Math.floorMod(second, (long) SECONDS);
        if (seconds[slot] != second) {
            seconds[slot] = second;
            messages[slot] = 0;
        }
        messages[slot] += count;
    }

    /** @param nowNanos the end of the window: when the break was noticed, or when the write that it ended began to block */
    long count(long nowNanos) {
        long second = TimeUnit.NANOSECONDS.toSeconds(nowNanos);
        long count = 0;
        for (int slot = 0; slot < SECONDS; slot++) {
            if (seconds[slot] > second - SECONDS) {
                count += messages[slot];
            }
        }
        return count;
    }

    void clear() {
        java.util.Arrays.fill(messages, 0);
    }
}
