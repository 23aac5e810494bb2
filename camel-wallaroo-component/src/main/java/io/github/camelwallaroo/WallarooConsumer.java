package io.github.camelwallaroo;

import java.io.IOException;
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

    private final WallarooEndpoint endpoint;
    private final EndpointSettings settings;
    private final Set<RouteHandler> handlers = ConcurrentHashMap.newKeySet();
    private HealthRegistration health;
    private volatile SinkConnector connector;

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
        connector.suspend();
    }

    @Override
    protected void doResume() {
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
            last.close(endpoint.shutdownTimeout());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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
