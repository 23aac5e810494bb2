package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.sink.LoggedStream;
import io.github.camelwallaroo.sink.Mismatch;
import io.github.camelwallaroo.sink.Transaction;

/** What a stream's log means, in sentences. */
final class StreamReport {

    private static final String INDENT = "  ";

    private final String directory;

    /** @param directory as the command line names it */
    StreamReport(String directory) {
        this.directory = directory;
    }

    List<String> lines(StreamEntry entry) {
        List<String> lines = new ArrayList<>();
        lines.add(entry.name());
        if (!entry.isReadable()) {
            lines.add(INDENT + entry.trouble().getMessage() + ".");
            next(lines, "reset", entry.name(),
                    "gives up what it held: output that is committed in it and not delivered is lost");
            return lines;
        }
        LoggedStream stream = entry.stream();
        lines.add(INDENT + "Output of " + stream.identity() + ", epoch " + stream.epoch() + ".");
        lines.add(INDENT + committed(stream));
        lines.add(INDENT + delivered(stream));
        stream.undecided().ifPresent(transaction -> undecided(lines, stream, transaction));
        stream.mismatch().ifPresent(mismatch -> mismatch(lines, stream, mismatch));
        if (stream.undecided().isEmpty() && stream.mismatch().isEmpty()) {
            lines.add(INDENT + "Nothing to settle: start the sink.");
        }
        return lines;
    }

    private static String committed(LoggedStream stream) {
        return stream.committed().isPresent()
                ? "The worker has committed it up to byte " + stream.committed().getAsLong() + "."
                : "Nothing is known of the worker: where its next transaction begins is taken as the beginning.";
    }

    private static String delivered(LoggedStream stream) {
        long epoch = stream.delivered().epoch();
        String position = epoch == 0
                ? "Nothing of it has been delivered"
                : "It has been delivered up to byte " + stream.delivered().offset()
                        + (epoch == stream.epoch() ? "" : " of epoch " + epoch);
        return position + (stream.backlog() == 0
                ? "."
                : "; " + bytes(stream.backlog()) + " wait and will be delivered when the sink is started.");
    }

    private void undecided(List<String> lines, LoggedStream stream, Transaction transaction) {
        lines.add(INDENT + "Transaction " + transaction.id() + ", bytes " + transaction.start() + " to "
                + transaction.end() + ", was voted for, and the worker has not said what becomes of it. It does when it"
                + " comes back with its state: then start the sink and do nothing else. Only if it never comes back so:");
        next(lines, "commit", stream.name() + " " + transaction.id(),
                "counts its " + bytes(transaction.end() - transaction.start()) + ", which will be delivered");
        next(lines, "abort", stream.name() + " " + transaction.id(), "forgets them");
    }

    private void mismatch(List<String> lines, LoggedStream stream, Mismatch mismatch) {
        lines.add(INDENT + switch (mismatch.verdict()) {
            case WORKER_BEHIND -> "The worker goes on at byte " + mismatch.offset()
                    + ", which is before that: its state was wiped, or is an old copy.";
            case WORKER_AHEAD -> "The worker goes on at byte " + mismatch.offset()
                    + ", which is behind that: this log was lost in part, or is an old copy.";
            default -> "The worker goes on at byte " + mismatch.offset()
                    + ", which is in the middle of the undecided transaction.";
        } + " So nothing new of it is taken. If the right state or the right log is still somewhere, put it in its place."
                + " If not" + (stream.undecided().isPresent() ? ", decide about the transaction, then:" : ":"));
        next(lines, "adopt", stream.name(), "goes on at byte " + mismatch.offset() + " in epoch " + (stream.epoch() + 1)
                + "; " + consequence(mismatch));
        next(lines, "reset", stream.name(), "forgets everything"
                + (stream.backlog() == 0 ? "" : ", the " + bytes(stream.backlog()) + " that wait included"));
        lines.add(INDENT + "Then start the sink, and restart the worker.");
    }

    /** What follows from taking the worker's position. */
    static String consequence(Mismatch mismatch) {
        return switch (mismatch.verdict()) {
            case WORKER_BEHIND -> "what the worker computes again is delivered again, with other message ids";
            case WORKER_AHEAD -> "what lies between is never delivered";
            default -> "what is decided about the transaction says whether output is missing or doubled";
        };
    }

    private void next(List<String> lines, String command, String words, String effect) {
        lines.add(INDENT + INDENT + "wallaroo-connectors txn " + command + " " + directory + " " + words);
        lines.add(INDENT + INDENT + INDENT + effect);
    }

    /** A number of bytes, in words. */
    static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }
}
