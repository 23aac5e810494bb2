package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

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
 * anything that was acknowledged, except {@link #loseCheckpoint}. Thread-safe.
 */
public final class Faults {

    private final EmbeddedWorker worker;
    private final WorkerSources sources;
    private final List<SourceInput> chosen;

    Faults(EmbeddedWorker worker, WorkerSources sources) {
        this(worker, sources, List.copyOf(sources.all()));
    }

    private Faults(EmbeddedWorker worker, WorkerSources sources, List<SourceInput> chosen) {
        this.worker = worker;
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
        return new Faults(worker, sources,
                chosen.stream().filter(input -> input.config().name().equals(connector)).toList());
    }

    /**
     * Only what dials this worker, from 0.
     *
     * @throws IllegalArgumentException if there is no such worker
     */
    public Faults onWorker(int index) {
        List<SourceInput> there = sources.onWorker(index);
        return new Faults(worker, sources, chosen.stream().filter(there::contains).toList());
    }

    private void eachConnection(Consumer<SessionIntake> action) {
        chosen.forEach(input -> sources.connected(input).forEach(action));
    }

    /** Reads nothing and says nothing, as a process that is stopped; the kernel still accepts. All generations. */
    public void hang() {
        chosen.forEach(input -> input.faults().hang(true));
    }

    /** Ends a {@link #hang}. */
    public void resume() {
        chosen.forEach(input -> input.faults().hang(false));
        eachConnection(SessionIntake::wake);
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
        eachConnection(intake -> intake.starve(on));
    }

    /** Answers the next NOTIFYs with success=0, so many at each source. 0 ends it. */
    public void refuseNotify(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("refuseNotify is " + count + "; expected 0 or more");
        }
        chosen.forEach(input -> input.faults().refuseNotifies(count));
    }

    /**
     * Sends every connector elsewhere, with RESTART and the end of its connection, as a worker that leaves its cluster does.
     *
     * @param address {@code host:port}; empty for where it is
     */
    public void restartElsewhere(String address) {
        eachConnection(intake -> intake.restart(address));
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

    public boolean checkpoint() {
        throw new UnsupportedOperationException();
    }

    public boolean rollback() {
        throw new UnsupportedOperationException();
    }

    /** Closes the ports and connections of the chosen sources, as if their workers were gone. All generations. */
    public void down() {
        chosen.forEach(SourceInput::goDown);
    }

    /**
     * Ends a {@link #down}: the same ports are open again.
     *
     * @throws IOException if somebody else took one meanwhile
     */
    public void up() throws IOException {
        for (SourceInput input : chosen) {
            input.listen();
        }
    }

    /** Ends the whole worker as a crash would: {@link EmbeddedWorker#kill()}. */
    public void kill() {
        worker.kill();
    }
}
