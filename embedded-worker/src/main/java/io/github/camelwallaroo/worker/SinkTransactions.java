package io.github.camelwallaroo.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
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

    /** Key: u32 worker, then the sink's name in UTF-8; value: see {@link OutputPosition}. */
    private static final String OUTPUTS = "outputs";

    private static final String LINEAGE = "lineage";
    private static final byte[] LINEAGE_KEY = {0};

    private final String name;
    private final Duration voteTimeout;
    private final Duration patience;
    private final StepActions steps;
    private final Consumer<String> rollback;
    private final TransactionIds ids = new TransactionIds();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Key, OutputPosition> saved = new HashMap<>();
    private volatile List<StreamOutput> outputs = List.of();
    private Map<StreamOutput, OutputPosition> proposed = Map.of();
    private boolean lineageSaved;
    /** By the attempt under way. */
    private boolean lineagePut;
    private boolean all;
    private long checkpoint;
    private boolean running;
    private String trouble;
    private boolean down;

    private record Key(int worker, String sink) {

        static Key of(StreamOutput output) {
            return new Key(output.worker(), output.identity().sink());
        }

        byte[] encode() {
            byte[] bytes = sink.getBytes(UTF_8);
            return ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(worker).put(bytes).array();
        }

        static Key decode(byte[] bytes) throws UnreadableException {
            try {
                ByteBuffer fields = ByteBuffer.wrap(bytes);
                return new Key(fields.getInt(), UTF_8.decode(fields).toString());
            } catch (BufferUnderflowException e) {
                throw new UnreadableException("the key of an output has " + bytes.length
                        + " bytes; expected 4 or more. Run the release that wrote it", e);
            }
        }
    }

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
            first = running && open && outputs.contains(output);
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
        if (!lineageSaved && !outputs.isEmpty()) {
            into.put(LINEAGE, LINEAGE_KEY, ids.lineage());
            lineageSaved = true;
            lineagePut = true;
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
        Map<StreamOutput, OutputPosition> next = new HashMap<>();
        for (StreamOutput output : outputs) {
            OutputPosition before = output.committed();
            // An empty range changes nothing, whatever becomes of its transaction.
            next.put(output,
                    output.frozen() == before.end() ? before : new OutputPosition(output.frozen(), id(output)));
        }
        proposed = next;
        Map<Key, OutputPosition> changes = all ? new HashMap<>(saved) : new HashMap<>();
        next.forEach((output, position) -> {
            if (all || !position.equals(output.committed())) {
                changes.put(Key.of(output), position);
            }
        });
        for (Map.Entry<Key, OutputPosition> each : changes.entrySet()) {
            into.put(OUTPUTS, each.getKey().encode(), each.getValue().encode());
        }
        if (all && lineageSaved) {
            into.put(LINEAGE, LINEAGE_KEY, ids.lineage());
        } else {
            begin(into);
        }
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
        lineagePut = false;
        boolean first = true;
        for (StreamOutput output : outputs) {
            OutputPosition position = proposed.get(output);
            saved.put(Key.of(output), position);
            output.commit(position);
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
        if (lineagePut) {
            lineageSaved = false;
            lineagePut = false;
        }
        if (isReady()) {
            outputs.forEach(StreamOutput::release);
        }
    }

    // A rollback, or the begin.

    @Override
    public void rollingBack() {
        guarded(() -> running = outputs.isEmpty());
        outputs.forEach(output -> output.end("the worker rolls back"));
    }

    @Override
    public void restore(long number, Contents contents) throws UnreadableException {
        byte[] lineage = contents.value(LINEAGE, LINEAGE_KEY);
        lineageSaved = lineage != null;
        lineagePut = false;
        if (lineageSaved) {
            ids.lineage(lineage);
        }
        Map<Key, OutputPosition> found = new HashMap<>();
        contents.<UnreadableException>forEach(OUTPUTS,
                (key, value) -> found.put(Key.decode(key), OutputPosition.decode(value)));
        saved.clear();
        saved.putAll(found);
        outputs.forEach(output -> output.reset(saved.getOrDefault(Key.of(output), OutputPosition.BEGIN)));
        guarded(() -> trouble = null);
    }

    @Override
    public boolean owns(String section) {
        return section.equals(OUTPUTS) || section.equals(LINEAGE);
    }

    @Override
    public void shutDown() {
        guarded(() -> down = true);
    }
}
