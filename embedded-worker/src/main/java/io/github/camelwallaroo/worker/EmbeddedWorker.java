package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.camelwallaroo.metrics.ConnectorMetrics;

/**
 * A Wallaroo worker inside this JVM: it opens the application's source ports, computes, and dials its sinks. Connectors talk
 * to it as to a worker process.
 *
 * <pre>{@code
 * try (EmbeddedWorker worker = EmbeddedWorker.start(celsius)) {
 *     System.out.println(worker.status());
 *     worker.awaitStopped();
 * }
 * }</pre>
 *
 * <p>
 * <b>What it keeps.</b> Messages of one source connection pass the pipelines in the order in which they came, and their
 * outputs reach each sink in that order. One key's state sees one message at a time, and outputs of one key reach each sink
 * in the order of the state's updates, whatever connections the messages came by. Between connections there is no other
 * order.
 *
 * <p>
 * <b>Delivery.</b> Generations 0.5 and 0.6 know no acknowledgement: delivery is at most once. While a sink is away its
 * outputs wait in a bounded buffer, and when that is full its sources are no longer read, so that nothing is dropped on the
 * way; what a connection had swallowed when it broke may be lost, and is counted as in doubt. States and waiting outputs
 * live in memory: they are gone with the worker. With {@linkplain WorkerOptions#withResilience resilience} checkpoints keep
 * states and positions of streams, and sources of generation 1 are acknowledged what they cover; with a
 * {@linkplain WorkerOptions#withStateDir state directory} the next process goes on from the last one. Sinks of generation 1 vote
 * on each checkpoint then and get their output committed with it, once; while one of them is away, nothing is processed.
 *
 * <p>
 * <b>Threads.</b> One for every source connection, which decodes, computes, encodes and mostly writes as well; one for every
 * sink. All are daemons unless {@link WorkerOptions#threads} says otherwise, so a program whose main thread ends takes the
 * worker with it: wait in {@link #awaitStopped()}. Every method may be called by any thread.
 */
public final class EmbeddedWorker implements AutoCloseable {

    private final Application application;
    private final WorkerOptions options;
    private final WorkerLifecycle lifecycle;

    private EmbeddedWorker(Application application, WorkerOptions options, Map<String, Integer> ports)
            throws IOException {
        this.application = application;
        this.options = options;
        this.lifecycle = new WorkerLifecycle(application, options, ports);
    }

    /**
     * Starts a worker with {@link WorkerOptions#defaults()}.
     *
     * @throws IOException if a source's address cannot be bound, saying which and why; nothing is left open then
     */
    public static EmbeddedWorker start(Application application) throws IOException {
        return start(application, WorkerOptions.defaults());
    }

    /**
     * Starts a worker. Its sinks may be up or not. When this returns, its source ports are open; in strict mode they open
     * once every sink has been connected, as a real worker's do.
     *
     * @throws IOException              if a source's address cannot be bound, or the state directory cannot be used, saying
     *                                  which and why; nothing is left open then
     * @throws IllegalArgumentException if checkpoints could not keep the application's states, saying which and what to do
     */
    public static EmbeddedWorker start(Application application, WorkerOptions options) throws IOException {
        return start(application, options, Map.of());
    }

    private static EmbeddedWorker start(Application application, WorkerOptions options, Map<String, Integer> ports)
            throws IOException {
        EmbeddedWorker worker = new EmbeddedWorker(application, options, ports);
        worker.lifecycle.start();
        return worker;
    }

    /**
     * Starts the same application anew on the same ports, as after a crash of the process: with the states and positions of
     * the last checkpoint if there is a state directory, else with none.
     *
     * @return the new worker; this one stays stopped
     * @throws IllegalStateException unless this worker is stopped
     * @throws IOException           if somebody else took a port meanwhile
     */
    public EmbeddedWorker restart() throws IOException {
        if (state() != WorkerState.STOPPED) {
            throw new IllegalStateException("worker '" + application.name() + "' is " + state()
                    + "; expected it to be stopped by stop(...) or kill() before it is started again");
        }
        return start(application, options, lifecycle.ports());
    }

    public Application application() {
        return application;
    }

    /**
     * The port that connectors dial.
     *
     * @param connector the name of a source connector
     * @throws IllegalArgumentException if the application has no such source
     */
    public int sourcePort(String connector) {
        return sourcePort(connector, 0);
    }

    /**
     * The port that connectors dial on one of several workers.
     *
     * @param connector the name of a source connector
     * @param worker    from 0, see {@link WorkerOptions#withWorkers}
     * @throws IllegalArgumentException if the application has no such source, or there is no such worker
     */
    public int sourcePort(String connector, int worker) {
        return lifecycle.sources().input(connector, worker).address().port();
    }

    /**
     * The port that the sink connector is to listen on.
     *
     * @param connector the name of a sink connector
     * @throws IllegalArgumentException if the application has no such sink
     */
    public int sinkPort(String connector) {
        return lifecycle.sinks().address(connector).port();
    }

    public WorkerState state() {
        return lifecycle.state();
    }

    /** Why it stops or stopped; empty while it runs. */
    public Optional<String> stopReason() {
        return lifecycle.stopReason();
    }

    /** What it does at the moment; its {@code toString} is for people. */
    public WorkerStatus status() {
        return lifecycle.status();
    }

    /**
     * The counters and gauges of a source or sink connector, seen from the worker.
     *
     * @throws IllegalArgumentException if the application has no connector of this name
     */
    public ConnectorMetrics metrics(String connector) {
        return lifecycle.metrics(connector);
    }

    /** How many messages could not be processed, so far. */
    public long failureCount() {
        return lifecycle.failures().count();
    }

    /** The latest messages that could not be processed, at most 16, oldest first. */
    public List<WorkerFailure> failures() {
        return lifecycle.failures().latest();
    }

    /** Waits until messages are processed: at once, or in strict mode when sinks are connected and the warm-up is over. */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return lifecycle.await(WorkerState.RUNNING, timeout) && state() == WorkerState.RUNNING;
    }

    /** Waits until the worker has stopped, for whatever reason. */
    public void awaitStopped() throws InterruptedException {
        lifecycle.await(WorkerState.STOPPED, null);
    }

    /** @return whether the worker had stopped in time */
    public boolean awaitStopped(Duration timeout) throws InterruptedException {
        return lifecycle.await(WorkerState.STOPPED, timeout);
    }

    /**
     * Takes a checkpoint now, and not only when its time has come: what was processed before this call is covered, durable
     * and acknowledged when it returns true.
     *
     * @return whether there was one within the timeout; if not, why was logged
     * @throws IllegalStateException without {@linkplain WorkerOptions#withResilience resilience}
     */
    public boolean checkpoint(Duration timeout) {
        return lifecycle.checkpoints().take(timeout);
    }

    /**
     * One of several workers leaves the cluster, as it does when a real one shrinks: connectors of generation 1 that feed it are
     * sent to another with RESTART, others are cut off; what it has put out is committed; the others tell the sinks of
     * generation 1 that it will not come back. {@link #restart()} brings it back all the same.
     *
     * @param worker  from 0, see {@link WorkerOptions#withWorkers}
     * @return whether it has left within the timeout; if not, its sources are closed, and to call again goes on
     * @throws IllegalArgumentException if there is no such worker
     * @throws IllegalStateException    if it is the last one
     */
    public boolean leave(int worker, Duration timeout) {
        return lifecycle.leave(worker, timeout);
    }

    /**
     * Stops in order: no new connections, what has arrived is processed, outputs are written, a last checkpoint is taken with
     * resilience, which commits the output for sinks of generation 1, then everything is closed.
     * A connector that never pauses is cut off after half of the time; a sink that is away is waited for no longer than two
     * seconds.
     *
     * @param timeout how long all of this may take
     * @return how many outputs could not be handed to their sinks, and are lost, or were not committed; also logged
     */
    public long stop(Duration timeout) {
        return lifecycle.stop("stopped", timeout);
    }

    /** Ends as a crashed process does: every port and connection is closed at once, and what was under way is lost. */
    public void kill() {
        lifecycle.kill("killed");
    }

    /** Whether everything that was read has been processed. */
    boolean isQuiet() {
        return lifecycle.sources().all().stream().allMatch(source -> source.isQuiet(0));
    }

    /** What can be made to go wrong, for tests of connectors. */
    public Faults faults() {
        return new Faults(lifecycle);
    }

    /** Stops within {@link WorkerOptions#stopTimeout}. */
    @Override
    public void close() {
        stop(options.stopTimeout());
    }

    @Override
    public String toString() {
        return status().toString();
    }
}
