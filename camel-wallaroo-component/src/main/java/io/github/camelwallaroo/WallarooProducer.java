package io.github.camelwallaroo;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;

import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * Sends a route's messages to a worker. An exchange completes when its bytes are written or, in generation 1 with
 * {@code completion=acknowledged}, when a checkpoint of the worker covers its message; with a {@code List} body, when that
 * is so for all elements. It may go on in another thread than the caller's.
 */
public class WallarooProducer extends DefaultAsyncProducer {

    /** What is left to say to a worker when the shutdown timeout is over gets so long. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final WallarooEndpoint endpoint;
    private final SharedSourceConnector source;
    private final RouteMessages messages;
    private HealthRegistration health;
    private volatile boolean leaving;
    private volatile boolean left;
    /** The route that tells of its end; null = none yet. */
    private volatile String routeId;
    private volatile SourceConnector connector;

    /** @param streams whether the worker's generation has streams */
    WallarooProducer(WallarooEndpoint endpoint, SharedSourceConnector source, boolean streams) {
        super(endpoint);
        this.endpoint = endpoint;
        this.source = source;
        this.messages = new RouteMessages(endpoint.getHeaderFilterStrategy(), streams);
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        boolean written;
        try {
            SourceConnector current = connector;
            if (current == null) {
                throw new RejectedExecutionException("wallaroo:" + endpoint.getName() + " is stopped");
            }
            if (left) {
                throw new NotSentException("wallaroo:" + endpoint.getName() + ": its route stops, and waits no longer");
            }
            if (routeId == null) {
                tellRoute(exchange);
            }
            written = send(current, exchange, new ExchangeCompletion(this, exchange, callback));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.setException(e);
            written = true;
        } catch (Exception e) {
            exchange.setException(e);
            written = true;
        }
        if (written) {
            callback.done(true);
        }
        return written;
    }

    /** @return whether the exchange is done with already */
    private boolean send(SourceConnector current, Exchange exchange, Completion completion) throws Exception {
        Message in = exchange.getIn();
        Object body = in.getBody();
        if (body instanceof List<?> batch) {
            List<SourceMessage> all = messages.batch(current.encoder(), exchange, batch);
            Set<String> ended = messages.endedStreams(exchange, batch);
            boolean done = current.writeAll(all, completion);
            ended.forEach(current::end);
            return done;
        }
        if (!messages.endsStream(exchange, in)) {
            return current.write(messages.message(current.encoder(), exchange, in, body), completion);
        }
        String stream = messages.stream(exchange, in);
        boolean done = body == null
                || current.write(messages.message(current.encoder(), exchange, in, body), completion);
        current.end(stream);
        return done;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        leaving = false;
        left = false;
        routeId = null;
        SourceConnector acquired = source.acquire();
        connector = acquired;
        health = HealthRegistration.of(getEndpoint().getCamelContext(),
                "wallaroo-source-" + endpoint.getName(), () -> ConnectorHealth.of(acquired));
    }

    /** Camel prepares a route's own services for a shutdown, but not the producers inside its processors. */
    private void tellRoute(Exchange exchange) {
        Route route = ExchangeHelper.getRoute(exchange);
        if (route != null) {
            routeId = route.getRouteId();
            route.addService(new ShutdownNotice(this));
        }
    }

    /**
     * The route is to stop, and Camel is about to wait for its exchanges: a worker that is away must not cost the whole
     * timeout.
     */
    void prepareShutdown(boolean forced) {
        SourceConnector current = connector;
        if (current == null) {
            return;
        }
        leaving = true;
        if (forced) {
            left = true;
            current.giveBackToLeaving();
        }
    }

    /** Camel has waited for the route's exchanges and waits no longer: it may stop us before it says so. */
    private boolean isAbandoned() {
        return leaving && routeId != null && endpoint.getCamelContext().getInflightRepository().size(routeId) > 0;
    }

    /** A context that stops waits for its consumers first, and they may be held by the very buffer that is full. */
    boolean isLeaving() {
        return leaving || endpoint.getCamelContext().isStopping();
    }

    /** Camel's patience with the route is over. */
    boolean hasLeft() {
        return left;
    }

    @Override
    protected void doStop() throws Exception {
        SourceConnector last = connector;
        if (last != null) {
            health.remove();
            connector = null;
            if (isAbandoned()) {
                left = true;
                last.giveBackToLeaving();
            }
            source.release(left ? LAST_WORDS : endpoint.shutdownTimeout());
        }
        super.doStop();
    }
}
