package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that takes checkpoints after every interval, and between them what others ask for, in order. Thread-safe. */
public final class CheckpointTimer {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointTimer.class);

    private final Checkpoints checkpoints;
    private final CheckpointSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Request> requests = new ArrayDeque<>();
    private boolean closed;
    private int skipped;

    /** Does what was asked for. */
    @FunctionalInterface
    private interface Work {

        boolean run() throws IOException;
    }

    private record Request(Work work, CompletableFuture<Boolean> done) {

        void run() {
            try {
                done.complete(work.run());
            } catch (IOException | RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }
    }

    public CheckpointTimer(Checkpoints checkpoints, CheckpointSettings settings) {
        this.checkpoints = checkpoints;
        this.settings = settings;
    }

    public void start() {
        settings.threads().newThread(this::run).start();
    }

    private void run() {
        checkpoints.begin();
        for (Request next = next(); next != null; next = next()) {
            next.run();
        }
        LOG.debug("{}: no more checkpoints", settings.worker());
    }

    /** @return null at the end */
    private Request next() {
        lock.lock();
        try {
            long nanos = settings.interval().toNanos();
            while (requests.isEmpty() && nanos > 0 && !closed) {
                nanos = awaitChange(nanos);
            }
            if (closed) {
                return null;
            }
            return requests.isEmpty() ? request(due()) : requests.remove();
        } finally {
            lock.unlock();
        }
    }

    private Work due() {
        if (skipped > 0) {
            skipped--;
            return () -> false;
        }
        return checkpoints::take;
    }

    private long awaitChange(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Nobody has a reason to interrupt this thread, and it ends by close() alone.
            return nanos;
        }
    }

    private static Request request(Work work) {
        return new Request(work, new CompletableFuture<>());
    }

    private CompletableFuture<Boolean> add(Work work) {
        Request request = request(work);
        lock.lock();
        try {
            if (closed) {
                request.done().complete(false);
            } else {
                requests.add(request);
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
        return request.done();
    }

    /** Takes a checkpoint now. @return completed with whether there was one */
    public CompletableFuture<Boolean> takeNow() {
        return add(checkpoints::take);
    }

    /** Takes back everything since the last checkpoint. @return completed with whether that was done */
    public CompletableFuture<Boolean> rollBack(String reason) {
        return add(() -> checkpoints.rollBack(reason));
    }

    /** Does something while no checkpoint is under way. @return completed with what it gives */
    public CompletableFuture<Boolean> between(BooleanSupplier work) {
        return add(work::getAsBoolean);
    }

    /** As {@link #rollBack}, if somebody is missing who has to be asked about checkpoints; waits for nothing. */
    public void rollBackUnlessReady(String reason) {
        add(() -> checkpoints.rollBackUnlessReady(reason));
    }

    /**
     * Loses the last checkpoint and takes back everything since the one before, as a worker whose disk lied does: a fault
     * for tests.
     *
     * @return completed with whether that was done; with an {@link IllegalStateException} if there is no earlier one
     */
    public CompletableFuture<Boolean> loseLast(String reason) {
        return add(() -> checkpoints.loseLast(reason));
    }

    /** Leaves out so many of the checkpoints that intervals bring, from now on: a fault for tests. */
    public void skip(int count) {
        lock.lock();
        try {
            skipped = count;
        } finally {
            lock.unlock();
        }
    }

    public Duration interval() {
        return settings.interval();
    }

    /** Takes none any more; whoever waits for one is told that there is none. Does not wait for one under way. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
            requests.forEach(request -> request.done().complete(false));
            requests.clear();
        } finally {
            lock.unlock();
        }
    }
}
