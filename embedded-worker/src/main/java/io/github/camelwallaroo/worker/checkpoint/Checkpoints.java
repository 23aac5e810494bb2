package io.github.camelwallaroo.worker.checkpoint;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
    private final List<CheckpointParticipant> participants;
    private final Consumer<String> end;
    private final LogInterval failureLines;
    private volatile boolean closed;
    private volatile CheckpointStatus status;

    private Checkpoints(CheckpointSettings settings, ProcessingGate gate, CheckpointStore store, String where,
            List<CheckpointParticipant> participants, Consumer<String> end) {
        this.settings = settings;
        this.gate = gate;
        this.store = store;
        this.where = where;
        this.participants = List.copyOf(participants);
        this.end = end;
        this.failureLines = new LogInterval(1, settings.logInterval());
        this.status = new CheckpointStatus(0, where, Duration.ZERO, Duration.ZERO, 0, 0, 0);
    }

    /** Checkpoints that other processes never see. */
    public static Checkpoints inMemory(CheckpointSettings settings, ProcessingGate gate,
            List<CheckpointParticipant> participants, Consumer<String> end) {
        return new Checkpoints(settings, gate, new MemoryCheckpoints(), "in memory", participants, end);
    }

    /**
     * Checkpoints in a directory that is this worker's own until {@link #close()}.
     *
     * @param application whose states they are
     * @param end         ends the worker with a reason, without waiting for it
     * @throws IOException if the directory cannot be used, saying why
     */
    public static Checkpoints in(Path directory, String application, CheckpointSettings settings, ProcessingGate gate,
            List<CheckpointParticipant> participants, Consumer<String> end) throws IOException {
        CheckpointLog log = CheckpointLog.open(directory, application);
        return new Checkpoints(settings, gate, log, "in " + log.path(), participants, end);
    }

    /** Goes on from the last checkpoint. Called once, before any message. @return its number; 0 = there is none */
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
        status = status(Duration.ZERO, Duration.ZERO, 0, 0, 0);
        return store.last();
    }

    private void restore(Contents contents) throws UnreadableException {
        for (CheckpointParticipant participant : participants) {
            participant.restore(store.last(), contents);
        }
    }

    /** @return whether there was one; if not, why was logged, or the worker ends */
    boolean take() {
        LazyCheckpoint checkpoint = null;
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
            for (CheckpointParticipant participant : participants) {
                participant.write(checkpoint);
            }
            checkpoint.commit();
            if (closed) {
                return false;
            }
            participants.forEach(CheckpointParticipant::committed);
            status = status(Duration.ofNanos(paused), Duration.ofNanos(System.nanoTime() - begun),
                    checkpoint.changes(), 0, 0);
            return true;
        } catch (StoreBrokenException | UnsavableException | EntryTooLongException e) {
            ended(checkpoint, e.getMessage(), e);
        } catch (IOException e) {
            failed(checkpoint, e);
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
                restore(store.read());
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
        gate.shutDown();
        store.close();
    }
}
