package io.github.camelwallaroo.sink;

import java.util.Arrays;

/** What a transaction log is made of, in the order in which it happened. */
sealed interface LogRecord {

    /**
     * One message of a worker's output, not yet part of a transaction.
     *
     * @param payload not copied
     */
    record Data(long offset, byte[] payload) implements LogRecord {

        @Override
        public boolean equals(Object other) {
            return other instanceof Data that && offset == that.offset && Arrays.equals(payload, that.payload);
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(offset) + Arrays.hashCode(payload);
        }

        @Override
        public String toString() {
            return "Data[offset " + offset + ", payload of " + payload.length + " bytes]";
        }
    }

    /** Everything that is no output. */
    sealed interface Control extends LogRecord {}

    /** The vote for a transaction. */
    record Prepared(Transaction transaction) implements Control {}

    /** The decision: the prepared transaction counts. */
    record Committed(Transaction transaction) implements Control {}

    /** The decision: the prepared transaction, and what was received since, does not count. */
    record Aborted(Transaction transaction) implements Control {}

    /** Messages from this offset on do not count. */
    record RolledBack(long offset) implements Control {}

    /** The worker's output begins at this offset. An epoch that is new means: all offsets before are of another output. */
    record Adopted(long epoch, long offset) implements Control {}

    /** The worker goes on elsewhere, or, with {@link Verdict#MATCH}, no longer does. */
    record Mismatched(Mismatch mismatch) implements Control {}

    /** All before this is on the disk: what is broken there is damage and no unfinished write. */
    record Forced() implements Control {}
}
