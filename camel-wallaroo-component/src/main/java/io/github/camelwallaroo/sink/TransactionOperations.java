package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What people do to the transaction logs of a sink that is stopped, when worker and sink cannot settle something by
 * themselves. Each method says in its result, or in an exception, what the log holds; nothing is asked back here.
 */
final class TransactionOperations implements Closeable {

    private final TransactionDirectory logs;

    private TransactionOperations(TransactionDirectory logs) {
        this.logs = logs;
    }

    /**
     * @param directory a connector's transaction logs
     * @throws LogInUseException if its sink runs
     */
    static TransactionOperations open(Path directory) throws IOException {
        return new TransactionOperations(TransactionDirectory.open(directory));
    }

    /** A change to a log. */
    @FunctionalInterface
    private interface Change {

        void apply(Staging staging) throws IOException;
    }

    /** All streams by the names of their logs. */
    List<String> names() throws IOException {
        return logs.list();
    }

    /** @throws LogDamagedException if it cannot be read; {@link #reset} still works then */
    LoggedStream show(String name) throws IOException {
        return change(name, staging -> {});
    }

    /** All streams that can be read. @param damaged gets the others, by name, and why not */
    Map<String, LoggedStream> list(Map<String, String> damaged) throws IOException {
        Map<String, LoggedStream> streams = new LinkedHashMap<>();
        for (String name : names()) {
            try {
                streams.put(name, show(name));
            } catch (IOException e) {
                damaged.put(name, e.getMessage());
            }
        }
        return streams;
    }

    /**
     * Decides in the worker's place: its output counts and will be delivered. If the worker decides otherwise, it will be
     * found behind.
     */
    LoggedStream commit(String name, String transactionId) throws IOException {
        return change(name, staging -> staging.commit(undecided(staging, transactionId)));
    }

    /** Decides in the worker's place: its output does not count. If the worker decides otherwise, it will be found ahead. */
    LoggedStream abort(String name, String transactionId) throws IOException {
        return change(name, staging -> staging.abort(undecided(staging, transactionId)));
    }

    private static Transaction undecided(Staging staging, String transactionId) {
        return staging.listPrepared()
                .stream()
                .filter(transaction -> transaction.id().equals(transactionId))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("transaction " + transactionId + " of " + staging.identity()
                                + " is not undecided; undecided: " + staging.listPrepared()));
    }

    /**
     * Goes on from where the worker is, in a new epoch: offsets and message ids begin anew. What is committed is still
     * delivered.
     *
     * @param offset where the worker goes on; empty = where the last mismatch says
     * @throws IllegalStateException if a transaction is undecided, or there was no mismatch and no offset is given
     */
    LoggedStream adopt(String name, OptionalLong offset) throws IOException {
        return change(name, staging -> {
            if (!staging.listPrepared().isEmpty()) {
                throw new IllegalStateException("transaction " + staging.listPrepared().get(0) + " of "
                        + staging.identity() + " is undecided; commit or abort it first");
            }
            staging.adoptAnew(offset.orElseGet(() -> staging.mismatch()
                    .orElseThrow(() -> new IllegalStateException(staging.identity()
                            + " had no mismatch, so the worker's position is not known; give it"))
                    .offset()));
        });
    }

    /**
     * Forgets everything in a new epoch, also what is committed and not delivered, and what is undecided. Works on a damaged
     * log too.
     */
    LoggedStream reset(String name) throws IOException {
        try {
            return change(name, Staging::reset);
        } catch (LogDamagedException e) {
            logs.reset(name);
            return show(name);
        }
    }

    private LoggedStream change(String name, Change change) throws IOException {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("there is no transaction log " + name + "; there are " + names());
        }
        try (Staging staging = logs.open(name, LogOptions.FOR_OPERATIONS)) {
            change.apply(staging);
            return LoggedStream.of(name, staging);
        }
    }

    @Override
    public void close() throws IOException {
        logs.close();
    }
}
