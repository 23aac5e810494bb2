package io.github.camelwallaroo.routes.support;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connector knows about the system at its other end: usable, or not and why. One line in the log for each change,
 * however often the same thing is found; a readiness check that is DOWN with the reason while the system cannot be used.
 * Whoever tries to use the system says here how that went, and tries again: nothing needs a restart. Any thread.
 */
public final class ServiceStatus implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceStatus.class);

    private enum Condition {
        UNKNOWN, UP, DOWN
    }

    private final String connector;
    private final String service;
    private final HealthCheckRegistry registry;
    private final HealthCheck check;
    private Condition state = Condition.UNKNOWN;
    private String reason = "not connected yet";
    private long downSince;

    /**
     * Registers a health check, where the context has such.
     *
     * @param connector the connector's name
     * @param service   what the system is and where, for example {@code Redis at 127.0.0.1:6379}; without secrets
     */
    public ServiceStatus(CamelContext context, String connector, String service) {
        this.connector = connector;
        this.service = service;
        this.registry = HealthCheckRegistry.get(context);
        this.check = new Check("wallaroo-service-" + connector);
        if (registry != null) {
            registry.register(check);
        }
    }

    /** The system did what it was asked to. */
    public synchronized void up() {
        if (state == Condition.UP) {
            return;
        }
        if (state == Condition.DOWN) {
            LOG.info("{}: {} can be used again, after {} s", connector, service,
                    (System.nanoTime() - downSince) / 1_000_000_000);
        } else {
            LOG.info("{}: connected with {}", connector, service);
        }
        state = Condition.UP;
        reason = "";
    }

    /**
     * The system could not be used, and will be tried again.
     *
     * @param why what went wrong and which parameter to look at, without secrets
     */
    public synchronized void down(String why) {
        if (state != Condition.DOWN) {
            downSince = System.nanoTime();
        }
        if (state != Condition.DOWN || !why.equals(reason)) {
            LOG.warn("{}: {} cannot be used: {}; it is tried again until it can", connector, service, why);
        }
        state = Condition.DOWN;
        reason = why;
    }

    /** Whether the system could be used when it was last tried. */
    public synchronized boolean isUp() {
        return state == Condition.UP;
    }

    /** Why it cannot be used; empty when it can. */
    public synchronized String reason() {
        return reason;
    }

    /** Takes the health check back. */
    @Override
    public void close() {
        if (registry != null) {
            registry.unregister(check);
        }
    }

    private final class Check extends AbstractHealthCheck {

        Check(String id) {
            super("camel", id);
        }

        @Override
        protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
            synchronized (ServiceStatus.this) {
                if (state == Condition.UP) {
                    builder.up().message(connector + ": " + service + " can be used");
                } else {
                    builder.down().message(connector + ": " + service + " cannot be used: " + reason);
                }
            }
        }
    }
}
