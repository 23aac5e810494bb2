package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.worker.checkpoint.CheckpointParticipant;
import io.github.camelwallaroo.worker.checkpoint.CheckpointSettings;
import io.github.camelwallaroo.worker.checkpoint.CheckpointStatus;
import io.github.camelwallaroo.worker.checkpoint.CheckpointTimer;
import io.github.camelwallaroo.worker.checkpoint.Checkpoints;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;
import io.github.camelwallaroo.worker.checkpoint.StepActions;

/** The checkpoints of a worker with resilience. Thread-safe. */
final class WorkerCheckpoints {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerCheckpoints.class);

    /** How long a message may hold up a checkpoint before that is said. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;
    private final boolean durable;
    private final Checkpoints checkpoints;
    private final CheckpointTimer timer;
    private final StepActions steps = new StepActions();
    private final SinkTransactions transactions;

    /**
     * @param streams      the ways to sinks of generation 1
     * @param participants in the order in which they are to hear of a checkpoint
     * @param end          ends the worker at once with a reason, without waiting for it
     * @throws IOException if the state directory cannot be used, saying why
     */
    WorkerCheckpoints(String name, String application, WorkerOptions options, ProcessingGate gate,
            List<StreamOutput> streams, List<CheckpointParticipant> participants, Consumer<String> end)
            throws IOException {
        this.name = name;
        this.durable = options.stateDir().isPresent();
        CheckpointSettings settings = new CheckpointSettings(name, options.checkpointInterval(), PATIENCE,
                options.logInterval(), options.threads().factory("wallaroo-worker-checkpoint"));
        this.transactions = new SinkTransactions(name, options.voteTimeout(), PATIENCE, steps, this::missing);
        transactions.decideFor(streams);
        this.checkpoints = durable
                ? Checkpoints.in(options.stateDir().get(), application, settings, gate, transactions, participants,
                        steps, end)
                : Checkpoints.inMemory(settings, gate, transactions, participants, steps, end);
        this.timer = new CheckpointTimer(checkpoints, settings);
    }

    /** A sink of generation 1 was lost. */
    private void missing(String reason) {
        timer.rollBackUnlessReady(reason);
    }

    /**
     * Goes on from the last checkpoint.
     *
     * @throws IOException if it is of no use to this application, saying why
     */
    void recover() throws IOException {
        long last = checkpoints.recover();
        if (!durable) {
            LOG.warn(
                    "{}: checkpoints are kept in memory, so a process that is killed starts anew, with empty states and"
                            + " no positions; withStateDir keeps them on disk",
                    name);
        } else if (last > 0) {
            LOG.info("{}: goes on from {}", name, checkpoints.status());
        } else {
            LOG.info("{}: begins with empty states, and keeps checkpoints {}", name, checkpoints.status().where());
        }
    }

    void start() {
        timer.start();
    }

    /** Sinks of generation 1 that keep the worker from going on, for people; empty if there are none. */
    String absence() {
        return transactions.absence();
    }

    /** Whether every sink of generation 1 is there. */
    boolean isReady() {
        return transactions.isReady();
    }

    /** What goes wrong on purpose. */
    StepActions steps() {
        return steps;
    }

    CheckpointStatus status() {
        return checkpoints.status();
    }

    /** Takes one now. @return whether there was one in time */
    boolean take(Duration timeout) {
        return await(timer.takeNow(), timeout);
    }

    /** Takes back everything since the last one. @return whether that was done in time */
    boolean rollBack(String reason, Duration timeout) {
        return await(timer.rollBack(reason), timeout);
    }

    /**
     * Loses the last one, and takes back everything since the one before.
     *
     * @return whether that was done in time
     * @throws IllegalStateException if there is none before
     */
    boolean loseLast(String reason, Duration timeout) {
        return await(timer.loseLast(reason), timeout);
    }

    /** Leaves out so many, from now on. */
    void skip(int count) {
        timer.skip(count);
    }

    private static boolean await(CompletableFuture<Boolean> done, Duration timeout) {
        try {
            return done.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /**
     * One of several workers leaves, all whose output is committed: from now on checkpoints do without it, and sinks are told.
     *
     * @return whether it has left; false if it has output that is not committed, or if there was no time
     */
    boolean leave(int worker, Duration timeout) {
        return await(timer.between(() -> transactions.leave(worker)), timeout);
    }

    /** Takes none any more, and lets sinks go without a rollback. */
    void end() {
        timer.close();
        transactions.shutDown();
    }

    /** Ends at once: what is under way does not count. */
    void close() {
        timer.close();
        try {
            checkpoints.close();
        } catch (IOException e) {
            LOG.warn("{}: the state directory could not be closed", name, e);
        }
    }
}
