package io.github.camelwallaroo.python;

import java.util.concurrent.TimeUnit;

/**
 * How many messages go to the functions at once: many, for the way there and back costs as much as a hundred of them; few
 * enough that functions that take their time are not taken for hung. Not thread-safe.
 */
final class FrameSize {

    /** Bytes after which nothing more is put into a frame. */
    static final int BYTES = 1 << 20;

    private static final int FIRST = 64;
    private static final int MOST = 4096;
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private int messages = FIRST;

    int messages() {
        return messages;
    }

    /** What so many took. */
    void took(int count, long nanos) {
        if (nanos > SLOW_NANOS) {
            messages = Math.max(1, Math.min(messages, count) / 2);
        } else if (nanos < QUICK_NANOS && count >= messages) {
            messages = Math.min(MOST, messages * 2);
        }
    }

    /** The process did not survive them. */
    void lost() {
        messages = 1;
    }
}
