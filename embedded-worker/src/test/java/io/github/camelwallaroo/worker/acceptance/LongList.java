package io.github.camelwallaroo.worker.acceptance;

import java.util.Arrays;

/** Millions of numbers in little memory. Not thread-safe. */
final class LongList {

    private long[] values = new long[1_024];
    private int size;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    /** Keeps so many; all if there are less. */
    void truncate(long count) {
        size = (int) Math.max(0, Math.min(size, count));
    }

    /** @param position from 1 */
    long get(long position) {
        return values[(int) position - 1];
    }
}
