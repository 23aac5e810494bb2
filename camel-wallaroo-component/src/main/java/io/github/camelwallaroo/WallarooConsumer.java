package io.github.camelwallaroo;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.LoggingExceptionHandler;

import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.SinkConnector;

/**
 * Hands what workers send to a route, each message when the one before it is done, so that a slow route holds its worker and
 * nothing piles up. Each worker has a thread of its own: without resilience the one that reads its connection, with resilience
 * one that delivers what the worker has committed.
 */
public class WallarooConsumer extends DefaultConsumer implements Suspendable {

    /** What is left to do for workers when Camel has waited in vain for what is in the route gets so long. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final WallarooEndpoint endpoint;
    private final EndpointSettings settings;
    private final Set<RouteHandler> handlers = ConcurrentHashMap.newKeySet();
    private HealthRegistration health;
    private volatile SinkConnector connector;
    private boolean suspended;

    WallarooConsumer(WallarooEndpoint endpoint, Processor processor, EndpointSettings settings) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.settings = settings;
        setExceptionHandler(new SparingExceptionHandler(
                new LoggingExceptionHandler(endpoint.getCamelContext(), WallarooConsumer.class)));
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        suspended = false;
        int maxInFlight = endpoint.getConfiguration().getMaxInFlight();
        if (maxInFlight < 1) {
            throw new IllegalArgumentException("maxInFlight of wallaroo:" + endpoint.getName() + " is " + maxInFlight
                    + "; expected 1 or more, or no message would ever enter the route");
        }
        SinkConnector started = endpoint.createSinkConnector(settings);
        started.metrics().gauge(Metric.IN_FLIGHT, () -> handlers.stream().mapToLong(RouteHandler::inFlight).sum());
        try {
            started.listen(this::newHandler);
        } catch (IOException e) {
            started.close();
            throw e;
        }
        connector = started;
        health = HealthRegistration.of(getEndpoint().getCamelContext(),
                "wallaroo-sink-" + endpoint.getName(), () -> ConnectorHealth.of(started));
    }

    @Override
    protected void doSuspend() {
        suspended = true;
        connector.suspend();
    }

    @Override
    protected void doResume() {
        suspended = false;
        connector.resume();
    }

    @Override
    protected void doStop() throws Exception {
        SinkConnector last = connector;
        if (last != null) {
            health.remove();
            close(last);
        }
        connector = null;
        super.doStop();
    }

    /** Camel forces a stop in a thread that it has interrupted; the transaction log has to be released nevertheless. */
    private void close(SinkConnector last) {
        boolean interrupted = Thread.interrupted();
        try {
            last.close(isAbandoned() ? LAST_WORDS : endpoint.shutdownTimeout());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Camel suspends, waits for what is in the route, and stops: if there is still something, its patience is over. */
    boolean isAbandoned() {
        return suspended && getEndpoint().getCamelContext().getInflightRepository().size(getRouteId()) > 0;
    }

    /** What the connector counts and where it listens, for whoever watches it; null when stopped. */
    public SinkConnector getConnector() {
        return connector;
    }

    private RouteHandler newHandler() {
        RouteHandler handler = new RouteHandler(this, endpoint, endpoint.getConfiguration().getMaxInFlight());
        handlers.add(handler);
        return handler;
    }

    /** Nothing comes by this way any more. */
    void left(RouteHandler handler) {
        handlers.remove(handler);
    }
}
