package io.github.camelwallaroo.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.camelwallaroo.transport.ConnectorThreads;

/**
 * How a worker runs, whatever application it runs. Immutable; every method with a parameter gives a changed copy.
 *
 * <pre>{@code
 * EmbeddedWorker.start(application, WorkerOptions.defaults().onFailure(FailurePolicy.STOP).maxPending(10_000));
 * }</pre>
 */
public final class WorkerOptions implements Cloneable {

    private FailurePolicy onFailure = FailurePolicy.DROP;
    private int maxConnections = 1_000;
    private int maxPending = 50_000;
    private long maxPendingBytes = 64L * 1024 * 1024;
    private Duration connectTimeout = Duration.ofSeconds(5);
    private Duration reconnectDelay = Duration.ofMillis(100);
    private Duration reconnectMaxDelay = Duration.ofSeconds(1);
    private Duration incompleteFrameHint = Duration.ofSeconds(30);
    private Duration logInterval = Duration.ofSeconds(10);
    private Duration stopTimeout = Duration.ofSeconds(10);
    private boolean freePorts;
    private int workers = 1;
    private boolean resilient;
    private Path stateDir;
    private Duration checkpointInterval = Duration.ofSeconds(1);
    private Duration voteTimeout = Duration.ofSeconds(60);
    private StrictMode strict;
    private ConnectorThreads threads = ConnectorThreads.daemons();

    private WorkerOptions() {}

    /** What fits a production worker on one machine. */
    public static WorkerOptions defaults() {
        return new WorkerOptions();
    }

    /** The behaviour of real workers, for tests of connectors. */
    public static WorkerOptions strictMode() {
        return defaults().strict(StrictMode.recorded());
    }

    private WorkerOptions changed(Consumer<WorkerOptions> change) {
        try {
            WorkerOptions copy = (WorkerOptions) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    public FailurePolicy onFailure() {
        return onFailure;
    }

    /** What a message that cannot be processed does to the worker; in strict mode it ends it in any case. Default: DROP. */
    public WorkerOptions onFailure(FailurePolicy policy) {
        Objects.requireNonNull(policy, "onFailure");
        return changed(copy -> copy.onFailure = policy);
    }

    public int maxConnections() {
        return maxConnections;
    }

    /** Connections open at one source at one time; more are closed at once. Default: 1000. */
    public WorkerOptions maxConnections(int connections) {
        positive("maxConnections", connections);
        return changed(copy -> copy.maxConnections = connections);
    }

    public int maxPending() {
        return maxPending;
    }

    /** Outputs that wait for one sink before its sources are held; about 8000 more may be on their way. Default: 50000. */
    public WorkerOptions maxPending(int outputs) {
        positive("maxPending", outputs);
        return changed(copy -> copy.maxPending = outputs);
    }

    public long maxPendingBytes() {
        return maxPendingBytes;
    }

    /** Bytes of outputs that wait for one sink, framing included, before its sources are held. Default: 64 MiB. */
    public WorkerOptions maxPendingBytes(long bytes) {
        positive("maxPendingBytes", bytes);
        return changed(copy -> copy.maxPendingBytes = bytes);
    }

    public Duration connectTimeout() {
        return connectTimeout;
    }

    /** How long one attempt to reach a sink may take. Default: 5 s. */
    public WorkerOptions connectTimeout(Duration timeout) {
        positive("connectTimeout in ms", timeout.toMillis());
        return changed(copy -> copy.connectTimeout = timeout);
    }

    public Duration reconnectDelay() {
        return reconnectDelay;
    }

    public Duration reconnectMaxDelay() {
        return reconnectMaxDelay;
    }

    /** From one attempt to reach a sink to the next, doubling from the first to the longest, for ever. Default: 0.1 to 1 s. */
    public WorkerOptions reconnectDelays(Duration first, Duration longest) {
        positive("reconnectDelay in ms", first.toMillis());
        if (longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "reconnectMaxDelay " + longest + " is shorter than reconnectDelay " + first);
        }
        return changed(copy -> {
            copy.reconnectDelay = first;
            copy.reconnectMaxDelay = longest;
        });
    }

    public Duration incompleteFrameHint() {
        return incompleteFrameHint;
    }

    /** Silence in the middle of a frame after which the log names the likely causes. Default: 30 s. */
    public WorkerOptions incompleteFrameHint(Duration silence) {
        positive("incompleteFrameHint in ms", silence.toMillis());
        return changed(copy -> copy.incompleteFrameHint = silence);
    }

    public Duration logInterval() {
        return logInterval;
    }

    /** Between two log lines on the same trouble, such as failures of one computation. Default: 10 s. */
    public WorkerOptions logInterval(Duration interval) {
        positive("logInterval in ms", interval.toMillis());
        return changed(copy -> copy.logInterval = interval);
    }

    public Duration stopTimeout() {
        return stopTimeout;
    }

    /** How long {@link EmbeddedWorker#close()} and a stop over a failure may take. Default: 10 s. */
    public WorkerOptions stopTimeout(Duration timeout) {
        positive("stopTimeout in ms", timeout.toMillis());
        return changed(copy -> copy.stopTimeout = timeout);
    }

    public boolean isFreePorts() {
        return freePorts;
    }

    /** Every connector gets a free port, whatever the application says: for tests, and for a second worker beside a first. */
    public WorkerOptions freePorts() {
        return changed(copy -> copy.freePorts = true);
    }

    public int workers() {
        return workers;
    }

    /**
     * How many workers of one cluster this JVM plays: each has ports of its own for every source, and all share computations,
     * states, streams and sinks; each has an output of its own for sinks of generation 1. It is for tests of connectors that spread over workers, fail over and follow RESTART.
     * Default: 1.
     */
    public WorkerOptions withWorkers(int count) {
        positive("workers", count);
        return changed(copy -> copy.workers = count);
    }

    public boolean isResilient() {
        return resilient;
    }

    /**
     * States and positions of streams are kept in checkpoints, sources of generation 1 are acknowledged what a checkpoint
     * covers, sinks of generation 1 commit their output with it, and a rollback goes back to the last one. In memory, unless there is a {@link #withStateDir state directory}.
     */
    public WorkerOptions withResilience() {
        return changed(copy -> copy.resilient = true);
    }

    /** Where checkpoints are kept on disk; empty = in memory. */
    public Optional<Path> stateDir() {
        return Optional.ofNullable(stateDir);
    }

    /**
     * {@linkplain #withResilience() Resilience} with checkpoints on disk: a process that was killed goes on from the last
     * one. One worker per directory at one time; it is made, for its owner only, if it is missing.
     */
    public WorkerOptions withStateDir(Path directory) {
        Objects.requireNonNull(directory, "stateDir");
        return changed(copy -> {
            copy.resilient = true;
            copy.stateDir = directory;
        });
    }

    public Duration checkpointInterval() {
        return checkpointInterval;
    }

    /** From one checkpoint to the next, with resilience. Default: 1 s. */
    public WorkerOptions checkpointInterval(Duration interval) {
        positive("checkpointInterval in ms", interval.toMillis());
        return changed(copy -> copy.checkpointInterval = interval);
    }

    public Duration voteTimeout() {
        return voteTimeout;
    }

    /**
     * How long a sink of generation 1 may take to say whether it can keep its part of a checkpoint; after that the worker goes
     * back to the one before. Default: 60 s.
     */
    public WorkerOptions voteTimeout(Duration timeout) {
        positive("voteTimeout in ms", timeout.toMillis());
        return changed(copy -> copy.voteTimeout = timeout);
    }

    public boolean isStrict() {
        return strict != null;
    }

    /** How strict mode behaves; null without it. */
    public StrictMode strict() {
        return strict;
    }

    /** Turns strict mode on, or off with null. */
    public WorkerOptions strict(StrictMode mode) {
        return changed(copy -> copy.strict = mode);
    }

    public ConnectorThreads threads() {
        return threads;
    }

    /** Where threads come from. Default: daemon threads of the JVM. */
    public WorkerOptions threads(ConnectorThreads source) {
        Objects.requireNonNull(source, "threads");
        return changed(copy -> copy.threads = source);
    }

    private static void positive(String option, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " is " + value + "; expected 1 or more");
        }
    }
}
