package io.github.camelwallaroo.sink;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What people do to the transaction logs of a sink that is stopped, when worker and sink cannot settle something by
 * themselves: the decisions that transaction managers call heuristic. Each change is forced to the disk before its method
 * returns what the log says then. Nothing is asked back here; {@code wallaroo-connectors txn} does that.
 *
 * <pre>{@code
 * try (TransactionOperations operations = TransactionOperations.open(SinkSessionOptions.defaultTransactionLog("conversion"))) {
 *     for (String name : operations.names()) {
 *         System.out.println(operations.show(name));
 *     }
 * }
 * }</pre>
 *
 * <p>
 * The lock of the sink is held until {@link #close()}, so no sink starts meanwhile. Not thread-safe.
 */
public final class TransactionOperations implements Closeable {

    private final TransactionDirectory logs;

    private TransactionOperations(TransactionDirectory logs) {
        this.logs = logs;
    }

    /**
     * Opens the logs of a connector.
     *
     * @param directory the connector's option {@code transactionLog}
     * @throws LogInUseException   if its sink runs
     * @throws NoSuchFileException if it is not a directory of transaction logs; none is made
     * @throws IOException         if it cannot be read or written
     */
    public static TransactionOperations open(Path directory) throws IOException {
        if (!isTransactionLog(directory)) {
            throw new NoSuchFileException(directory.toString(), null, "no sink has transaction logs there");
        }
        return new TransactionOperations(TransactionDirectory.open(directory));
    }

    /** Whether some sink has, or had, its transaction logs in this directory. */
    public static boolean isTransactionLog(Path directory) {
        return Files.isRegularFile(directory.resolve(TransactionDirectory.LOCK));
    }

    /** A change to a log. */
    @FunctionalInterface
    private interface Change {

        void apply(Staging staging) throws IOException;
    }

    /** All streams by the names of their logs, in the order of the alphabet. */
    public List<String> names() throws IOException {
        return logs.list();
    }

    /**
     * What a log says.
     *
     * @param name one of {@link #names()}, here and in the other methods
     * @throws IllegalArgumentException if there is none of that name, here and in the other methods
     * @throws LogDamagedException      if it cannot be read; {@link #reset} still works then
     */
    public LoggedStream show(String name) throws IOException {
        return change(name, staging -> {});
    }

    /**
     * Decides in the worker's place: its output counts and will be delivered. If the worker decides otherwise, it will be
     * found behind.
     *
     * @throws IllegalStateException if there is no such undecided transaction
     */
    public LoggedStream commit(String name, String transactionId) throws IOException {
        return change(name, staging -> staging.commit(undecided(staging, transactionId)));
    }

    /**
     * Decides in the worker's place: its output does not count. If the worker decides otherwise, it will be found ahead.
     *
     * @throws IllegalStateException if there is no such undecided transaction
     */
    public LoggedStream abort(String name, String transactionId) throws IOException {
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
     * @param offset where the worker goes on, not negative; empty = where the last mismatch says
     * @throws IllegalStateException if a transaction is undecided, or there was no mismatch and no offset is given
     */
    public LoggedStream adopt(String name, OptionalLong offset) throws IOException {
        if (offset.orElse(0) < 0) {
            throw new IllegalArgumentException("offset is " + offset.getAsLong() + "; expected 0 or more");
        }
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
     * log too, unless not even the beginning of one of its files can be read.
     */
    public LoggedStream reset(String name) throws IOException {
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
