package io.github.camelwallaroo;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultConsumer;

import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.UndecodableException;

/**
 * Hands what workers send to a route: one thread a connection, each message when the one before it is done, so that a slow
 * route holds its worker and nothing piles up.
 */
public class WallarooConsumer extends DefaultConsumer implements Suspendable {

    private final WallarooEndpoint endpoint;
    private final EndpointSettings settings;
    private final HeaderFilterStrategy filter;
    private final Set<RouteHandler> handlers = ConcurrentHashMap.newKeySet();
    private HealthRegistration health;
    private volatile SinkConnector connector;

    WallarooConsumer(WallarooEndpoint endpoint, Processor processor, EndpointSettings settings) {
        super(endpoint, processor);
        this.endpoint = endpoint;
        this.settings = settings;
        this.filter = endpoint.getHeaderFilterStrategy();
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
        started.listen(RouteHandler::new);
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
            last.close(endpoint.shutdownTimeout());
        }
        connector = null;
        super.doStop();
    }

    /** What the connector counts and where it listens, for whoever watches it; null when stopped. */
    public SinkConnector getConnector() {
        return connector;
    }

    /** One connection's way into the route. */
    private final class RouteHandler implements SinkHandler {

        private final int maxInFlight = endpoint.getConfiguration().getMaxInFlight();
        private final Semaphore inFlight = new Semaphore(maxInFlight);

        RouteHandler() {
            handlers.add(this);
        }

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) throws InterruptedException {
            Exchange exchange = createExchange(false);
            exchange.setIn(new WallarooMessage(exchange, message, endpoint.getName(), filter));
            inFlight.acquire();
            getAsyncProcessor().process(exchange, doneSync -> done(exchange, done));
        }

        private void done(Exchange exchange, SinkCompletion done) {
            Exception failure = exchange.getException();
            try {
                if (failure != null) {
                    getExceptionHandler().handleException("A message from Wallaroo could not be processed", exchange,
                            failure);
                }
            } finally {
                releaseExchange(exchange, false);
                inFlight.release();
                done.done(failure);
            }
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
            Exchange exchange = createExchange(false);
            exchange.setIn(new WallarooMessage(exchange, raw, endpoint.getName(), filter));
            UndecodableException failure = new UndecodableException((byte[]) raw.body(), raw.worker(),
                    endpoint.getName(), cause);
            try {
                getExceptionHandler().handleException(failure.getMessage(), exchange, failure);
            } finally {
                releaseExchange(exchange, false);
                done.done(failure);
            }
        }

        @Override
        public void disconnected() {
            // Whoever stops waits for this connection, and so for what it still has in the route.
            inFlight.acquireUninterruptibly(maxInFlight);
            handlers.remove(this);
        }

        long inFlight() {
            return (long) maxInFlight - inFlight.availablePermits();
        }
    }
}
