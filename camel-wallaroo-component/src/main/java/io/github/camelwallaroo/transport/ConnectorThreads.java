package io.github.camelwallaroo.transport;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where a connector's threads come from: an application server, a Camel context, or, by default, the JVM.
 */
public interface ConnectorThreads {

    /** @return makes threads named after {@code name}; each runs for as long as its connection or connector */
    ThreadFactory factory(String name);

    /** @return runs short periodic checks; shared, so never shut down by a connector */
    ScheduledExecutorService scheduler();

    /** Daemon threads, and one daemon scheduler for the whole JVM. */
    static ConnectorThreads daemons() {
        return Daemons.INSTANCE;
    }

    /** The default; a holder, so that its thread exists only where it is used. */
    final class Daemons implements ConnectorThreads {

        private static final Daemons INSTANCE = new Daemons();

        private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1,
                factory("wallaroo-checks"));

        private Daemons() {
            scheduler.setRemoveOnCancelPolicy(true);
        }

        @Override
        public ThreadFactory factory(String name) {
            AtomicInteger count = new AtomicInteger();
            return runnable -> {
                Thread thread = new Thread(runnable, name + "-" + count.incrementAndGet());
                thread.setDaemon(true);
                return thread;
            };
        }

        @Override
        public ScheduledExecutorService scheduler() {
            return scheduler;
        }
    }
}
