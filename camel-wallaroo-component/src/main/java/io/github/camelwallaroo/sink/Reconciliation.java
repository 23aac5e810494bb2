package io.github.camelwallaroo.sink;

import java.util.Optional;

/** Compares where a worker goes on with where we are. */
final class Reconciliation {

    private Reconciliation() {}

    /**
     * @param start     where the worker's first transaction of a connection begins
     * @param committed the end of what is committed here
     * @param undecided what is voted for and not decided; it begins at {@code committed}
     */
    static Verdict verdict(long start, long committed, Optional<Transaction> undecided) {
        long end = undecided.map(Transaction::end).orElse(committed);
        if (start == committed || start == end) {
            return Verdict.MATCH;
        }
        if (start < committed) {
            return Verdict.WORKER_BEHIND;
        }
        return start > end ? Verdict.WORKER_AHEAD : Verdict.UNKNOWN;
    }

    /** What happened, and what to do. @param ours the end of what is committed or voted for here */
    static String text(StreamIdentity identity, Mismatch mismatch, long ours) {
        return identity + ": the worker goes on at byte " + mismatch.offset()
                + " of its output, and this connector has it up"
                + " to byte " + ours + ": " + cause(mismatch.verdict())
                + ". Nothing more of this worker is taken until that is settled. Stop this connector; then either put the"
                + " right state directory or transaction log back in its place, or run 'wallaroo-connectors txn adopt' to"
                + " go on from the worker's position; then start this connector, and restart the worker behind it";
    }

    private static String cause(Verdict verdict) {
        return switch (verdict) {
            case WORKER_BEHIND -> "its state was wiped, or is an old copy";
            case WORKER_AHEAD -> "the transaction log here was lost in part, or is an old copy";
            default -> "that is in the middle of a transaction which is undecided here";
        };
    }
}
