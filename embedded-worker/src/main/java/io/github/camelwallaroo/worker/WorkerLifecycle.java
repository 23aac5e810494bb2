package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;

/** How one worker begins and ends. */
final class WorkerLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWorker.class);

    private static final long TICK_MILLIS = 1_000;

    private final String name;
    private final WorkerOptions options;
    private final CountDownLatch warm = new CountDownLatch(1);
    private final WorkerParts parts;
    private final Departures departures;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stateChanged = lock.newCondition();
    private volatile WorkerState state = WorkerState.STARTING;
    private volatile String stopReason;
    private volatile ScheduledFuture<?> ticks;

    /** @param ports of an earlier run, by connector; empty for the application's own */
    WorkerLifecycle(Application application, WorkerOptions options, Map<String, Integer> ports) throws IOException {
        this.name = "worker '" + application.name() + "'";
        this.options = options;
        this.parts = new WorkerParts(name, application, options, ports, warm, this::endBecauseOf, this::endAtOnce);
        this.departures = new Departures(name, options.workers(), parts);
    }

    void start() throws IOException {
        try {
            if (!options.isStrict()) {
                parts.listen();
            }
        } catch (IOException | RuntimeException e) {
            kill(e.getMessage());
            throw e;
        }
        parts.sinks().start();
        parts.startCheckpoints();
        ticks = options.threads()
                .scheduler()
                .scheduleWithFixedDelay(parts::tick, TICK_MILLIS, TICK_MILLIS,
                        TimeUnit.MILLISECONDS);
        if (options.isStrict()) {
            options.threads().factory("wallaroo-worker-start").newThread(this::startStrictly).start();
        } else {
            to(WorkerState.RUNNING);
        }
        LOG.info("{} {} {}{}", name, options.isStrict() ? "in strict mode will listen on" : "listens on",
                parts.sourceText(), parts.sinks().all().isEmpty() ? "" : " and dials " + parts.sinks().text());
    }

    /** A real worker opens its source ports when every sink is there, and processes nothing for a while after that. */
    private void startStrictly() {
        try {
            for (SinkOutput sink : parts.sinks().all()) {
                while (!sink.awaitConnected(Duration.ofHours(1))) {
                    if (state != WorkerState.STARTING) {
                        return;
                    }
                }
            }
            parts.listen();
            options.threads()
                    .scheduler()
                    .schedule(this::warmedUp, options.strict().warmUp().toMillis(),
                            TimeUnit.MILLISECONDS);
        } catch (IOException e) {
            kill(e.getMessage());
        } catch (InterruptedException e) {
            kill("interrupted while starting");
        }
    }

    private void warmedUp() {
        if (to(WorkerState.RUNNING)) {
            warm.countDown();
        }
    }

    /** A failure ends the worker: in strict mode at once, else in order. Called by the thread that met the failure. */
    private void endBecauseOf(String reason) {
        if (options.isStrict()) {
            LOG.error("{} dies, as a real worker would: {}", name, reason);
            kill(reason);
        } else {
            LOG.error("{} stops, since onFailure is STOP: {}", name, reason);
            options.threads()
                    .factory("wallaroo-worker-stop")
                    .newThread(() -> stop(reason, options.stopTimeout(), false))
                    .start();
        }
    }

    /** The worker cannot keep what it promises, or not know whether it does: what was not acknowledged comes again. */
    private void endAtOnce(String reason) {
        LOG.error("{} ends: {}", name, reason);
        kill(reason);
    }

    /** @return false if the state has moved on already */
    private boolean to(WorkerState next) {
        lock.lock();
        try {
            if (state.compareTo(next) >= 0) {
                return false;
            }
            state = next;
            stateChanged.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @return false if somebody else ends the worker already */
    private boolean beginToEnd(String reason) {
        lock.lock();
        try {
            if (!to(WorkerState.STOPPING)) {
                return false;
            }
            stopReason = reason;
            return true;
        } finally {
            lock.unlock();
        }
    }

    void kill(String reason) {
        boolean first = beginToEnd(reason);
        close();
        // Only now: whoever waits for it may want the ports.
        to(WorkerState.STOPPED);
        if (first) {
            LOG.info("{} has ended at once ({}); {} outputs are lost", name, reason, parts.sinks().waiting());
        }
    }

    /** @return outputs lost */
    long stop(String reason, Duration timeout) {
        return stop(reason, timeout, true);
    }

    /** @param checkpoint whether what is done is to last: not if a message failed, since it comes again then */
    private long stop(String reason, Duration timeout, boolean checkpoint) {
        if (!beginToEnd(reason)) {
            awaitStoppedBySomebodyElse(timeout);
            return 0;
        }
        long uncommitted = new OrderlyStop(parts, timeout, () -> state == WorkerState.STOPPING)
                .run(checkpoint, warm::countDown);
        close();
        long lost = parts.sinks().lost();
        to(WorkerState.STOPPED);
        sayEnd(reason, lost, uncommitted);
        return lost + uncommitted;
    }

    private void sayEnd(String reason, long lost, long uncommitted) {
        if (lost > 0) {
            LOG.warn("{} is stopped ({}); {} outputs could not be handed to their sinks and are lost", name, reason,
                    lost);
        }
        if (uncommitted > 0) {
            LOG.warn(
                    "{} is stopped ({}); {} outputs for sinks with two-phase commit are not committed, so those sinks will"
                            + " drop them; sources that wait for an acknowledgement send again what led to them",
                    name, reason,
                    uncommitted);
        } else if (lost == 0) {
            LOG.info("{} is stopped ({}); every output was handed to its sink", name, reason);
        }
    }

    private void awaitStoppedBySomebodyElse(Duration timeout) {
        try {
            await(WorkerState.STOPPED, timeout);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        ScheduledFuture<?> current = ticks;
        if (current != null) {
            current.cancel(false);
        }
        parts.close();
        warm.countDown();
    }

    /** @param timeout null = for ever. @return whether that state, or a later one, was reached */
    boolean await(WorkerState wanted, Duration timeout) throws InterruptedException {
        long nanos = timeout == null ? Long.MAX_VALUE : timeout.toNanos();
        lock.lock();
        try {
            while (state.compareTo(wanted) < 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = timeout == null ? awaitChange() : stateChanged.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long awaitChange() throws InterruptedException {
        stateChanged.await();
        return Long.MAX_VALUE;
    }

    WorkerState state() {
        return state;
    }

    Optional<String> stopReason() {
        return Optional.ofNullable(stopReason);
    }

    WorkerStatus status() {
        return parts.status(state, stopReason());
    }

    FailureRecorder failures() {
        return parts.failures();
    }

    Map<String, Integer> ports() {
        return parts.ports();
    }

    /** @throws IllegalStateException without resilience */
    WorkerCheckpoints checkpoints() {
        return parts.checkpoints();
    }

    /** @return whether it has left in time */
    boolean leave(int worker, Duration timeout) {
        return departures.leave(worker, timeout);
    }

    WorkerSources sources() {
        return parts.sources();
    }

    WorkerSinks sinks() {
        return parts.sinks();
    }

    ConnectorMetrics metrics(String connector) {
        return parts.metrics(connector);
    }
}
