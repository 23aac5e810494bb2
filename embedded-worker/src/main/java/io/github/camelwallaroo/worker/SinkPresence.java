package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.worker.WorkerSinkSession.State;
import io.github.camelwallaroo.worker.checkpoint.VetoException;

/** Which sinks of generation 1 are there, what became of those that were, and how they vote. Thread-safe. */
final class SinkPresence {

    private static final Logger LOG = LoggerFactory.getLogger(SinkTransactions.class);

    private final String name;
    private final Duration patience;
    private final Introductions introductions;
    private final Consumer<String> rollback;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile List<StreamOutput> outputs = List.of();
    /** All were there, and nothing has happened to any since. */
    private boolean running = true;
    private String trouble;
    private boolean down;

    /**
     * @param name     whom log lines speak of
     * @param patience how long sinks may be away before that is said
     * @param rollback asks for a rollback with a reason, without waiting for it
     */
    SinkPresence(String name, Duration patience, Introductions introductions, Consumer<String> rollback) {
        this.name = name;
        this.patience = patience;
        this.introductions = introductions;
        this.rollback = rollback;
    }

    /** From now on these have to be there; if they are none of those before, they are not yet. */
    void expect(List<StreamOutput> streams) {
        guarded(() -> {
            running = running && outputs.containsAll(streams);
            outputs = List.copyOf(streams);
        });
    }

    List<StreamOutput> outputs() {
        return outputs;
    }

    /** A sink has answered. */
    void changed() {
        guarded(() -> {});
    }

    /** A connection has ended. @param open whether output could be sent on it */
    void ended(StreamOutput output, String why, boolean open) {
        String reason = output.identity() + " was lost: " + why;
        boolean first;
        lock.lock();
        try {
            first = running && open && !down && outputs.contains(output);
            if (first) {
                running = false;
                trouble = reason;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (first) {
            rollback.accept(reason);
        }
    }

    /** Nobody counts as being there before {@link #awaitReady()}. */
    void rollingBack() {
        guarded(() -> running = outputs.isEmpty());
    }

    /** What happened is undone. */
    void restored() {
        guarded(() -> trouble = null);
    }

    /** Lets go whoever waits, for good. */
    void shutDown() {
        guarded(() -> down = true);
    }

    private void guarded(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Whether all are there. */
    boolean isReady() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all are there. @return false if the worker ends */
    boolean awaitReady() {
        long begun = System.nanoTime();
        boolean said = false;
        while (!admitAll()) {
            lock.lock();
            try {
                if (down) {
                    return false;
                }
                awaitChange(TimeUnit.MILLISECONDS.toNanos(100));
            } finally {
                lock.unlock();
            }
            if (!said && System.nanoTime() - begun >= patience.toNanos()) {
                said = true;
                LOG.warn(
                        "{}: for {} s no input was processed and no checkpoint taken, and none will be until every sink of"
                                + " generation 1 is there; missing: {}",
                        name, patience.toSeconds(), absence());
            }
        }
        if (said) {
            LOG.info("{}: every sink of generation 1 is there after {} s; input is processed", name,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
        }
        return true;
    }

    /** Sinks that keep the worker from going on, for people; empty if there are none. */
    String absence() {
        return outputs.stream()
                .map(StreamOutput::absence)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private boolean admitAll() {
        for (StreamOutput output : outputs) {
            if (output.state() == State.INTRODUCED) {
                introductions.answer(output);
            }
        }
        lock.lock();
        try {
            if (!down && outputs.stream().allMatch(output -> output.state() == State.STEADY)) {
                running = true;
                trouble = null;
            }
            return running;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all have voted commit.
     *
     * @throws VetoException if one did not, or a connection was lost, or the worker ends
     */
    void awaitVotes(Duration timeout) throws VetoException {
        long deadline = System.nanoTime() + timeout.toNanos();
        lock.lock();
        try {
            while (!haveAllVoted()) {
                throwIfTroubled();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    running = false;
                    throw new VetoException("no vote within " + timeout.toMillis() + " ms from "
                            + outputs.stream()
                                    .filter(output -> output.state() == State.VOTING)
                                    .map(output -> output.identity().toString())
                                    .collect(Collectors.joining(", ")));
                }
                awaitChange(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** @throws VetoException if a connection was lost, or the worker ends */
    void throwIfTroubled() throws VetoException {
        lock.lock();
        try {
            if (down) {
                throw new VetoException("the worker ends");
            }
            if (trouble != null) {
                throw new VetoException(trouble);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean haveAllVoted() throws VetoException {
        boolean complete = true;
        for (StreamOutput output : outputs) {
            switch (output.state()) {
                case VOTED -> {
                }
                case DOOMED -> {
                    running = false;
                    throw new VetoException(output.identity() + " voted against it");
                }
                default -> complete = false;
            }
        }
        return complete;
    }

    private void awaitChange(long nanos) {
        try {
            changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread, and it ends by shutDown() alone.
            LOG.trace("interrupted", e);
        }
    }
}
