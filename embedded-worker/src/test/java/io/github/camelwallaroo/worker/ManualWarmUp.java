package io.github.camelwallaroo.worker;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.transport.ConnectorThreads;

/** Threads of a strict worker whose warm-up is over when the test says so, not when time has passed. */
final class ManualWarmUp implements ConnectorThreads, AutoCloseable {

    private final CompletableFuture<Runnable> warmUp = new CompletableFuture<>();
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
            ConnectorThreads.daemons().factory("manual-warm-up")) {
        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            warmUp.complete(command);
            return null;
        }
    };

    /** Waits until the worker has its sinks and warms up, and ends that. */
    void end() {
        warmUp.join().run();
    }

    @Override
    public ThreadFactory factory(String name) {
        return ConnectorThreads.daemons().factory(name);
    }

    @Override
    public ScheduledExecutorService scheduler() {
        return scheduler;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
