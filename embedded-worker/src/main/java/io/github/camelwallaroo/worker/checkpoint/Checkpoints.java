package io.github.camelwallaroo.worker.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.LogInterval;

/**
 * Takes a worker's checkpoints and its rollbacks. Messages are held only while everybody notes what belongs to a checkpoint;
 * it is written while they go on, and only when it is durable anybody is told.
 *
 * <p>
 * {@link CheckpointTimer} calls it from one thread; {@link #close()} and {@link #status()} may be called by any.
 */
public final class Checkpoints implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private final CheckpointSettings settings;
    private final ProcessingGate gate;
    private final CheckpointStore store;
    private final String where;
    private final CheckpointVoter voter;
    /** The voter first: whoever hears of a checkpoint after it finds it told to the sinks. */
    private final List<CheckpointParticipant> participants;
    private final StepActions steps;
    private final Consumer<String> end;
    private final LogInterval failureLines;
    private volatile boolean closed;
    private volatile CheckpointStatus status;

    private Checkpoints(CheckpointSettings settings, ProcessingGate gate, CheckpointStore store, String where,
            CheckpointVoter voter, List<CheckpointParticipant> participants, StepActions steps, Consumer<String> end) {
        this.settings = settings;
        this.gate = gate;
        this.store = store;
        this.where = where;
        this.voter = voter;
        this.participants = Stream.concat(Stream.of(voter), participants.stream()).toList();
        this.steps = steps;
        this.end = end;
        this.failureLines = new LogInterval(1, settings.logInterval());
        this.status = new CheckpointStatus(0, where, Duration.ZERO, Duration.ZERO, 0, 0, 0);
    }

    /** Checkpoints that other processes never see. */
    public static Checkpoints inMemory(CheckpointSettings settings, ProcessingGate gate, CheckpointVoter voter,
            List<CheckpointParticipant> participants, StepActions steps, Consumer<String> end) {
        return new Checkpoints(settings, gate, new MemoryCheckpoints(), "in memory", voter, participants, steps, end);
    }

    /**
     * Checkpoints in a directory that is this worker's own until {@link #close()}.
     *
     * @param application whose states they are
     * @param voter       asked before a checkpoint counts
     * @param steps       what goes wrong on purpose
     * @param end         ends the worker with a reason, without waiting for it
     * @throws IOException if the directory cannot be used, saying why
     */
    public static Checkpoints in(Path directory, String application, CheckpointSettings settings, ProcessingGate gate,
            CheckpointVoter voter, List<CheckpointParticipant> participants, StepActions steps, Consumer<String> end)
            throws IOException {
        CheckpointLog log = CheckpointLog.open(directory, application);
        return new Checkpoints(settings, gate, log, "in " + log.path(), voter, participants, steps, end);
    }

    /**
     * Goes on from the last checkpoint. Called once, before any message; messages are held until {@link #begin()}.
     *
     * @return its number; 0 = there is none
     */
    public long recover() throws IOException {
        Contents contents = store.read();
        for (String section : contents.sections()) {
            if (participants.stream().noneMatch(participant -> participant.owns(section))) {
                throw new UnreadableException("checkpoint " + store.last() + " " + where + " has "
                        + contents.size(section)
                        + " entries of '" + section + "', of which this application knows nothing: dropping them in"
                        + " silence would lose them. Give the step its old name back, run the release that wrote them, or"
                        + " give the worker an empty directory: it starts anew then");
            }
        }
        restore(contents);
        long last = store.last();
        LazyCheckpoint first = new LazyCheckpoint(store, false);
        voter.begin(first);
        first.commit();
        status = status(Duration.ZERO, Duration.ZERO, 0, 0, 0);
        if (!voter.isReady()) {
            gate.close(Duration.ZERO);
        }
        return last;
    }

    /**
     * Waits until messages may be processed, and lets them. Whoever votes is asked first about a checkpoint without any: so a sink
     * that does not know this worker learns where its output begins before there is some.
     */
    boolean begin() {
        boolean held = !voter.isReady();
        boolean ready = voter.awaitReady();
        if (held && ready) {
            take();
        }
        gate.open();
        return ready;
    }

    private void restore(Contents contents) throws UnreadableException {
        for (CheckpointParticipant participant : participants) {
            participant.restore(store.last(), contents);
        }
    }

    /** @return whether there was one; if not, why was logged, or the worker ends */
    boolean take() {
        if (!voter.isReady()) {
            return false;
        }
        LazyCheckpoint checkpoint = null;
        boolean asked = false;
        long begun = System.nanoTime();
        long paused = begun;
        try {
            boolean all = store.wantsAll();
            checkpoint = new LazyCheckpoint(store, all);
            holdMessages();
            try {
                paused = System.nanoTime();
                for (CheckpointParticipant participant : participants) {
                    participant.freeze(store.last() + 1, all);
                }
            } finally {
                gate.open();
                paused = System.nanoTime() - paused;
            }
            if (closed) {
                // The gate lets everybody through since the worker ends: what was noted may be half a message.
                return false;
            }
            steps.reached(CheckpointStep.FROZEN);
            for (CheckpointParticipant participant : participants) {
                participant.write(checkpoint);
            }
            checkpoint.prepare();
            steps.reached(CheckpointStep.PREPARED);
            asked = true;
            voter.vote();
            steps.reached(CheckpointStep.VOTED);
            checkpoint.commit();
            if (closed) {
                return false;
            }
            steps.passed(CheckpointStep.DECIDED);
            participants.forEach(CheckpointParticipant::committed);
            steps.passed(CheckpointStep.COMPLETE);
            status = status(Duration.ofNanos(paused), Duration.ofNanos(System.nanoTime() - begun),
                    checkpoint.changes(), 0, 0);
            return true;
        } catch (VetoException e) {
            vetoed(checkpoint, e.getMessage());
        } catch (StoreBrokenException | UnsavableException | EntryTooLongException e) {
            ended(checkpoint, e.getMessage(), e);
        } catch (IOException e) {
            if (asked) {
                // Who voted waits for a decision that was not made.
                voter.rollingBack();
            }
            failed(checkpoint, e);
            if (asked) {
                rollBack("checkpoint " + (store.last() + 1) + " could not be decided");
            }
        } catch (RuntimeException | Error e) {
            ended(checkpoint, "a checkpoint could not be taken: " + e, e);
        }
        return false;
    }

    private void holdMessages() {
        while (!gate.close(settings.patience()) && !closed) {
            LOG.warn("{}: a checkpoint waits since {} s for a message that is being processed; nothing is acknowledged"
                    + " meanwhile. Look for a computation that blocks (jstack shows it under wallaroo-worker-source)",
                    settings.worker(), settings.patience().toSeconds());
        }
    }

    /** Somebody will not have it: all since the one before is taken back. */
    private void vetoed(LazyCheckpoint checkpoint, String reason) {
        if (closed) {
            return;
        }
        voter.rollingBack();
        try {
            checkpoint.abandon();
        } catch (IOException broken) {
            ended(null, broken.getMessage(), broken);
            return;
        }
        participants.forEach(CheckpointParticipant::abandoned);
        rollBack(reason);
    }

    /** The one before still counts, and there will be another attempt. */
    private void failed(LazyCheckpoint checkpoint, IOException e) {
        if (closed) {
            return;
        }
        try {
            checkpoint.abandon();
        } catch (IOException broken) {
            e.addSuppressed(broken);
            ended(null, broken.getMessage(), broken);
            return;
        }
        participants.forEach(CheckpointParticipant::abandoned);
        status = status(status.pause(), status.duration(), status.changes(), 1, 0);
        long heldBack = failureLines.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.error("{}: checkpoint {} could not be written {} ({}); nothing is acknowledged to sources until one"
                    + " can be, and they will send it again. Look at the disk: is it full?{}", settings.worker(),
                    store.last() + 1, where, e.getMessage(), LogInterval.suffix(heldBack));
        }
    }

    private void ended(LazyCheckpoint checkpoint, String reason, Throwable cause) {
        if (closed) {
            return;
        }
        LOG.debug("{}: {}", settings.worker(), reason, cause);
        if (checkpoint != null) {
            try {
                checkpoint.abandon();
            } catch (IOException e) {
                LOG.debug("{}: the checkpoint cannot be abandoned", settings.worker(), e);
            }
        }
        end.accept(reason);
    }

    /** Takes back everything since the last checkpoint. @return whether that was done; if not, the worker ends */
    boolean rollBack(String reason) {
        try {
            participants.forEach(CheckpointParticipant::rollingBack);
            holdMessages();
            try {
                if (closed) {
                    return false;
                }
                gate.beginEpoch();
                Contents contents = store.read();
                voter.restore(store.last(), contents);
                if (!voter.awaitReady()) {
                    return false;
                }
                for (CheckpointParticipant participant : participants) {
                    if (participant != voter) {
                        participant.restore(store.last(), contents);
                    }
                }
            } finally {
                gate.open();
            }
            status = status(status.pause(), status.duration(), status.changes(), 0, 1);
            LOG.info("{}: rolled back to checkpoint {} ({})", settings.worker(), store.last(), reason);
            return true;
        } catch (IOException e) {
            ended(null, "a rollback failed: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            ended(null, "a rollback failed: " + e, e);
        }
        return false;
    }

    /** As {@link #rollBack}, if somebody is missing who has to be asked. */
    boolean rollBackUnlessReady(String reason) {
        return voter.isReady() || rollBack(reason);
    }

    /** The last checkpoint is lost, and everything since the one before is taken back: a fault for tests. */
    boolean loseLast(String reason) throws IOException {
        store.dropLast();
        return rollBack(reason);
    }

    private CheckpointStatus status(Duration pause, Duration duration, long changes, int failures, int rollbacks) {
        CheckpointStatus before = status;
        return new CheckpointStatus(store.last(), where, pause, duration, changes, before.failures() + failures,
                before.rollbacks() + rollbacks);
    }

    public CheckpointStatus status() {
        return status;
    }

    /** Takes none any more and lets others use the directory; one under way does not count. */
    @Override
    public void close() throws IOException {
        closed = true;
        voter.shutDown();
        gate.shutDown();
        store.close();
    }
}
