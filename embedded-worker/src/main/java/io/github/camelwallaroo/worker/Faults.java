package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.github.camelwallaroo.worker.checkpoint.CheckpointStep;

/**
 * Makes things go wrong with a running worker, so that a connector can be seen to survive them:
 *
 * <pre>{@code
 * worker.faults().rollback();
 * worker.faults().onWorker(1).starve();
 * }</pre>
 *
 * <p>
 * What concerns connections works on every source, or on those chosen by {@link #source} and {@link #onWorker}. Unless it says
 * otherwise it works on sources of generation 1 only, and lasts until it is undone or the worker ends. Nothing here loses
 * anything that was acknowledged, except {@link #loseCheckpoint}, and {@link #kill} without a state directory. Thread-safe.
 */
public final class Faults {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What SIGKILL looks like to a parent process. */
    private static final int KILLED = 128 + 9;

    private final WorkerLifecycle lifecycle;
    private final WorkerSources sources;
    private final List<SourceInput> chosen;

    Faults(WorkerLifecycle lifecycle) {
        this(lifecycle, lifecycle.sources(), List.copyOf(lifecycle.sources().all()));
    }

    private Faults(WorkerLifecycle lifecycle, WorkerSources sources, List<SourceInput> chosen) {
        this.lifecycle = lifecycle;
        this.sources = sources;
        this.chosen = chosen;
    }

    /**
     * Only what dials this source.
     *
     * @throws IllegalArgumentException if there is no such source
     */
    public Faults source(String connector) {
        sources.input(connector, 0);
        return new Faults(lifecycle, sources,
                chosen.stream().filter(input -> input.config().name().equals(connector)).toList());
    }

    /**
     * Only what dials this worker, from 0.
     *
     * @throws IllegalArgumentException if there is no such worker
     */
    public Faults onWorker(int index) {
        List<SourceInput> there = sources.onWorker(index);
        return new Faults(lifecycle, sources, chosen.stream().filter(there::contains).toList());
    }

    /** What can go wrong with the connections to all sinks, and with their votes. */
    public SinkFaults sinks() {
        return new SinkFaults(lifecycle, List.copyOf(lifecycle.sinks().all()));
    }

    /**
     * Only with the connections to this sink.
     *
     * @throws IllegalArgumentException if there is no such sink
     */
    public SinkFaults sink(String connector) {
        return new SinkFaults(lifecycle, lifecycle.sinks().to(connector));
    }

    /**
     * Has something done, once, when a checkpoint reaches a step; what was to be done there before is replaced.
     *
     * @param passes how many checkpoints get there first without anything happening, counted from now
     * @param action runs in the thread that takes checkpoints, which waits for it; exceptions end the worker
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public void atStep(CheckpointStep step, int passes, Runnable action) {
        notNegative("atStep", passes);
        lifecycle.checkpoints().steps().at(step, passes, action::run);
    }

    /**
     * Ends this JVM when a checkpoint reaches a step, with exit status 137 and without another instruction, as
     * {@code kill -9} does: for workers in a process of their own.
     *
     * @param passes how many checkpoints get there first without anything happening, counted from now
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public void dieAt(CheckpointStep step, int passes) {
        atStep(step, passes, () -> Runtime.getRuntime().halt(KILLED));
    }

    private void eachConnection(Consumer<ServedSession> action) {
        chosen.forEach(input -> sources.connected(input).forEach(action));
    }

    /** Reads nothing and says nothing, as a process that is stopped; the kernel still accepts. All generations. */
    public void hang() {
        chosen.forEach(input -> input.faults().hang(true));
    }

    /** Ends a {@link #hang}. */
    public void resume() {
        chosen.forEach(input -> input.faults().hang(false));
        eachConnection(ServedSession::wake);
    }

    /** Grants no credits, to those who are connected and those who will be. */
    public void starve() {
        starve(true);
    }

    /** Ends a {@link #starve}: everybody gets all credits. */
    public void feed() {
        starve(false);
    }

    private void starve(boolean on) {
        chosen.forEach(input -> input.faults().starve(on));
        eachConnection(session -> session.starve(on));
    }

    /** Answers the next NOTIFYs with success=0, so many at each source. 0 ends it. */
    public void refuseNotify(int count) {
        notNegative("refuseNotify", count);
        chosen.forEach(input -> input.faults().refuseNotifies(count));
    }

    private static void notNegative(String fault, int count) {
        if (count < 0) {
            throw new IllegalArgumentException(fault + " is " + count + "; expected 0 or more");
        }
    }

    /**
     * Sends every connector elsewhere, with RESTART and the end of its connection, as a worker that leaves its cluster does.
     *
     * @param address {@code host:port}; empty for where it is
     */
    public void restartElsewhere(String address) {
        eachConnection(session -> session.restart(address));
    }

    /** Resets every connection, whatever is under way. All generations. */
    public void cut() {
        chosen.forEach(SourceInput::cut);
    }

    /** Ends the next frame that is sent in the middle, and its connection as well. */
    public void cutMidFrame() {
        spoilNextFrame(SourceFaults.FrameFault.CUT);
    }

    /** Gives the next frame that is sent a type that does not exist. */
    public void corrupt() {
        spoilNextFrame(SourceFaults.FrameFault.CORRUPT);
    }

    private void spoilNextFrame(SourceFaults.FrameFault fault) {
        chosen.forEach(input -> input.faults().spoilNextFrame(fault));
    }

    /** From now on HELLO is answered by silence, as while a real worker recovers. Every source, on every worker. */
    public void holdRecovery() {
        sources.sessions().forEach(sessions -> sessions.silent(true));
    }

    /** Answers those who wait in silence now. Whoever comes later waits again. */
    public void answerHeld(RecoveryAnswer answer) {
        sources.sessions().forEach(sessions -> sessions.answerHeld(answer));
    }

    /** Ends a {@link #holdRecovery}: those who wait get OK. */
    public void endRecovery() {
        sources.sessions().forEach(sessions -> sessions.silent(false));
    }

    /**
     * Takes a checkpoint now: no fault, but tests that make some want to say when.
     *
     * @return whether there was one within half a minute
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public boolean checkpoint() {
        return lifecycle.checkpoints().take(PATIENCE);
    }

    /**
     * Leaves out so many of the checkpoints that are due, so that nothing is acknowledged for a while; {@link #checkpoint()}
     * takes one all the same. 0 ends it.
     *
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public void dropCheckpoints(int count) {
        notNegative("dropCheckpoints", count);
        lifecycle.checkpoints().skip(count);
    }

    /**
     * Takes everything back that no checkpoint covers, as a sink's veto does: states, positions, outputs that were not
     * committed. Every connection of generation 1 ends without a word.
     *
     * @return whether that was done within half a minute
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public boolean rollback() {
        return lifecycle.checkpoints().rollBack("a fault on purpose", PATIENCE);
    }

    /**
     * Loses the last checkpoint although it was acknowledged, and rolls back to the one before, as a worker whose disk lied.
     *
     * @return whether that was done within half a minute
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}, or if there is none before
     */
    public boolean loseCheckpoint() {
        return lifecycle.checkpoints().loseLast("a fault on purpose", PATIENCE);
    }

    /**
     * Closes the ports and connections of the chosen sources, as if their workers were gone. All generations. Checkpoints go
     * on; a real cluster holds them until all its workers are back, which {@link #dropCheckpoints} plays, and then rolls back.
     */
    public void down() {
        chosen.forEach(SourceInput::goDown);
    }

    /**
     * Ends a {@link #down}: the same ports are open again. Without effect on what is not down, and on a worker that has ended.
     *
     * @throws IOException if somebody else took one meanwhile
     */
    public void up() throws IOException {
        for (SourceInput input : chosen) {
            input.comeUp();
        }
    }

    /** Ends the whole worker as a crash would: {@link EmbeddedWorker#kill()}. */
    public void kill() {
        lifecycle.kill("killed");
    }
}
