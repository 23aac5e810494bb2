package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.Phase2;
import io.github.camelwallaroo.worker.WorkerSinkSession.State;
import io.github.camelwallaroo.worker.checkpoint.Changes;
import io.github.camelwallaroo.worker.checkpoint.CheckpointStep;
import io.github.camelwallaroo.worker.checkpoint.CheckpointVoter;
import io.github.camelwallaroo.worker.checkpoint.Contents;
import io.github.camelwallaroo.worker.checkpoint.StepActions;
import io.github.camelwallaroo.worker.checkpoint.UnreadableException;
import io.github.camelwallaroo.worker.checkpoint.VetoException;

/**
 * Two-phase commit with every sink of generation 1: a checkpoint is one transaction with each, and counts when all have voted
 * for it. What was decided is in the checkpoint itself, so a sink that asks later, even another process, hears the same.
 *
 * <p>
 * One abort vote, or the end of one connection, ends all, and the worker goes back to its last checkpoint; nothing is
 * processed until every sink is introduced again. The thread that takes checkpoints decides everything; links only report.
 */
final class SinkTransactions implements CheckpointVoter {

    private static final Logger LOG = LoggerFactory.getLogger(SinkTransactions.class);

    private final String name;
    private final Duration voteTimeout;
    private final Duration patience;
    private final StepActions steps;
    private final Consumer<String> rollback;
    private final TransactionIds ids = new TransactionIds();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final OutputPositions positions = new OutputPositions(ids);
    private volatile List<StreamOutput> outputs = List.of();
    private boolean all;
    private long checkpoint;
    private boolean running;
    private String trouble;
    private boolean down;

    /**
     * @param name     whom log lines speak of
     * @param patience how long sinks may be away before that is said
     * @param rollback asks for a rollback with a reason, without waiting for it
     */
    SinkTransactions(String name, Duration voteTimeout, Duration patience, StepActions steps,
            Consumer<String> rollback) {
        this.name = name;
        this.voteTimeout = voteTimeout;
        this.patience = patience;
        this.steps = steps;
        this.rollback = rollback;
    }

    /** The ways to all sinks of generation 1, of all workers. Called before anything else. */
    void decideFor(List<StreamOutput> streams) {
        outputs = List.copyOf(streams);
        streams.forEach(output -> output.decidedBy(this));
        running = streams.isEmpty();
    }

    // What links report. Called by any thread.

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

    private void guarded(Runnable action) {
        lock.lock();
        try {
            action.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // Who is there.

    @Override
    public boolean isReady() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitReady() {
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
                        "{}: no input is processed and no checkpoint taken, since {} s, until every sink of generation 1"
                                + " is there; missing: {}",
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
                decideListed(output);
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

    /** Rule K8: what the last durable checkpoint has was committed, all else never will be. */
    private void decideListed(StreamOutput output) {
        List<Phase2> decisions = new ArrayList<>();
        String stream = output.identity().streamName();
        for (String id : output.listed()) {
            boolean commit = id.equals(output.committed().transaction());
            if (!commit && !output.wasAdmittedBefore() && !ids.isOurs(stream, id)) {
                if (output.withhold("which waits for a decision that this worker cannot know")) {
                    LOG.error(
                            "{}: {} asks about transaction '{}', which another state of this worker began: was its state"
                                    + " directory removed or replaced, or are checkpoints kept in memory? Nothing is sent to it."
                                    + " Give the worker its state back, or stop the connector and decide there"
                                    + " (wallaroo-connectors txn list, commit, abort)",
                            name, output.identity(), id);
                }
                return;
            }
            decisions.add(new Phase2(id, commit));
            LOG.info("{}: {} asked about transaction '{}', which it had voted for: {}", name, output.identity(), id,
                    commit ? "commit" : "abort");
        }
        output.admit(decisions);
    }

    // A checkpoint. Called by the thread that takes them.

    @Override
    public void begin(Changes into) throws IOException {
        if (!outputs.isEmpty()) {
            positions.begin(into);
        }
    }

    @Override
    public void freeze(long number, boolean everything) {
        checkpoint = number;
        all = everything;
        outputs.forEach(StreamOutput::freeze);
    }

    @Override
    public void write(Changes into) throws IOException {
        ids.begin();
        Map<OutputPositions.Key, OutputPosition> next = new HashMap<>();
        outputs.forEach(output -> next.put(output.key(), proposed(output)));
        positions.write(into, all, next);
    }

    /** An empty range changes nothing, whatever becomes of its transaction. */
    private OutputPosition proposed(StreamOutput output) {
        OutputPosition before = output.committed();
        return output.frozen() == before.end() ? before : new OutputPosition(output.frozen(), id(output));
    }

    private String id(StreamOutput output) {
        return ids.id(output.identity().streamName(), checkpoint);
    }

    @Override
    public void vote() throws VetoException {
        if (outputs.isEmpty()) {
            return;
        }
        throwIfTroubled();
        for (StreamOutput output : outputs) {
            output.ask(id(output));
        }
        if (steps.isSet(CheckpointStep.ASKED)) {
            outputs.forEach(StreamOutput::awaitWritten);
        }
        steps.reached(CheckpointStep.ASKED);
        long deadline = System.nanoTime() + voteTimeout.toNanos();
        lock.lock();
        try {
            while (!haveAllVoted()) {
                throwIfTroubled();
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    running = false;
                    throw new VetoException("no vote within " + voteTimeout.toMillis() + " ms from "
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

    private void throwIfTroubled() throws VetoException {
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

    @Override
    public void committed() {
        positions.committed();
        boolean first = true;
        for (StreamOutput output : outputs) {
            output.commit(positions.of(output.key()));
            if (first && steps.isSet(CheckpointStep.TOLD_ONE)) {
                output.awaitWritten();
                steps.passed(CheckpointStep.TOLD_ONE);
            }
            first = false;
        }
        if (steps.isSet(CheckpointStep.TOLD_SINKS)) {
            outputs.forEach(StreamOutput::awaitWritten);
        }
        steps.passed(CheckpointStep.TOLD_SINKS);
    }

    @Override
    public void abandoned() {
        positions.abandoned();
        if (isReady()) {
            outputs.forEach(StreamOutput::release);
        }
    }

    /**
     * One of several workers leaves: from now on checkpoints do without it. Called while none is under way.
     *
     * @return false if it has output that is not committed
     */
    boolean leave(int worker) {
        List<StreamOutput> leaving = outputs.stream().filter(output -> output.worker() == worker).toList();
        if (!isReady() || leaving.stream().anyMatch(output -> output.uncommitted() > 0)) {
            return false;
        }
        List<StreamOutput> staying = outputs.stream().filter(output -> output.worker() != worker).toList();
        guarded(() -> outputs = staying);
        staying.forEach(output -> output.workerLeft(OutputIdentity.workerName(worker)));
        leaving.forEach(StreamOutput::close);
        return true;
    }

    // A rollback, or the begin.

    @Override
    public void rollingBack() {
        guarded(() -> running = outputs.isEmpty());
        outputs.forEach(output -> output.end("the worker rolls back"));
    }

    @Override
    public void restore(long number, Contents contents) throws UnreadableException {
        positions.restore(contents);
        outputs.forEach(output -> output.reset(positions.of(output.key())));
        guarded(() -> trouble = null);
    }

    @Override
    public boolean owns(String section) {
        return OutputPositions.owns(section);
    }

    @Override
    public void shutDown() {
        guarded(() -> down = true);
    }
}
