package io.github.camelwallaroo.sink;

import java.util.Objects;

/**
 * Bytes of a worker's output that count together or not at all. The worker's ids repeat when it starts on fresh state, so two
 * transactions are the same only if their ranges are too (rule K15).
 *
 * @param id    what the worker calls it
 * @param start offset of the first byte in the worker's whole output, not negative
 * @param end   offset behind the last byte, not before {@code start}
 */
public record Transaction(String id, long start, long end) {

    public Transaction {
        Objects.requireNonNull(id, "id");
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("transaction of bytes " + start + " to " + end
                    + "; expected 0 <= start <= end");
        }
    }

    /** Whether it has no bytes: then nothing hangs on what becomes of it. */
    public boolean isEmpty() {
        return start == end;
    }

    @Override
    public String toString() {
        return id + " [" + start + ", " + end + ")";
    }
}
