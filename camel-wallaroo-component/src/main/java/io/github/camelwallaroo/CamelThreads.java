package io.github.camelwallaroo;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.transport.ConnectorThreads;

/** A connector's threads, named and made as the Camel context does it. */
final class CamelThreads implements ConnectorThreads {

    private final CamelContext context;

    CamelThreads(CamelContext context) {
        this.context = context;
    }

    @Override
    public ThreadFactory factory(String name) {
        return runnable -> context.getExecutorServiceManager().newThread(name, runnable);
    }

    /** One scheduler for all of the JVM's connectors: its checks take microseconds, and a context stops its own too early. */
    @Override
    public ScheduledExecutorService scheduler() {
        return ConnectorThreads.daemons().scheduler();
    }
}
