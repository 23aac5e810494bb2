package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import io.github.camelwallaroo.sink.LoggedStream;
import io.github.camelwallaroo.sink.Transaction;

/**
 * The transaction of a stream that somebody wants to decide.
 *
 * @param id    what the worker calls it
 * @param start a byte of the worker's output
 * @param end   behind its last byte
 */
record UndecidedTransaction(String id, long start, long end) {

    /**
     * @param words the transaction's id, if it is given; there is at most one that is undecided
     * @throws UsageException if there is none, or another
     */
    static UndecidedTransaction of(StreamEntry entry, List<String> words) {
        LoggedStream stream = entry.readable();
        Transaction undecided = stream.undecided()
                .filter(transaction -> words.isEmpty() || transaction.id().equals(words.get(0)))
                .orElseThrow(() -> new UsageException((words.isEmpty()
                        ? "no transaction"
                        : "transaction '" + words.get(0) + "'")
                        + " of " + stream.identity() + " is " + (words.isEmpty() ? "" : "not ") + "undecided"
                        + stream.undecided().map(other -> "; did you mean " + other.id() + "?").orElse("")));
        return new UndecidedTransaction(undecided.id(), undecided.start(), undecided.end());
    }

    String text() {
        return "transaction " + id + ", " + StreamReport.bytes(end - start) + " from byte " + start + " to " + end
                + " of the worker's output,";
    }
}
