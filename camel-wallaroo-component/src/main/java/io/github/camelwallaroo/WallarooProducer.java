package io.github.camelwallaroo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Route;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.ExchangeHelper;

import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.transport.Completion;

/**
 * Sends a route's messages to a worker. An exchange completes when its bytes are written; with a {@code List} body, when
 * those of all elements are. It may go on in another thread than the caller's.
 */
public class WallarooProducer extends DefaultAsyncProducer {

    private final WallarooEndpoint endpoint;
    private final SharedSourceConnector source;
    private final HeaderFilterStrategy filter;
    private final boolean ownHeadersCross;
    private HealthRegistration health;
    private volatile boolean leaving;
    private volatile boolean routeTold;
    private volatile SourceConnector connector;

    WallarooProducer(WallarooEndpoint endpoint, SharedSourceConnector source) {
        super(endpoint);
        this.endpoint = endpoint;
        this.source = source;
        this.filter = endpoint.getHeaderFilterStrategy();
        this.ownHeadersCross = filter instanceof WallarooHeaderFilterStrategy;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        boolean written;
        try {
            SourceConnector current = connector;
            if (current == null) {
                throw new RejectedExecutionException("wallaroo:" + endpoint.getName() + " is stopped");
            }
            if (!routeTold) {
                tellRoute(exchange);
            }
            Completion completion = new ExchangeCompletion(this, exchange, callback);
            Message in = exchange.getIn();
            if (in.getBody() instanceof List<?> batch) {
                written = current.writeAll(messages(current.encoder(), exchange, batch), completion);
            } else {
                written = current.write(message(current.encoder(), exchange, in, in.getBody()), completion);
            }
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

    private List<SourceMessage> messages(Encoder encoder, Exchange exchange, List<?> batch) {
        List<SourceMessage> messages = new ArrayList<>(batch.size());
        for (Object element : batch) {
            if (element instanceof Exchange one) {
                messages.add(message(encoder, one, one.getMessage(), one.getMessage().getBody()));
            } else if (element instanceof Message one) {
                messages.add(message(encoder, exchange, one, one.getBody()));
            } else {
                messages.add(message(encoder, exchange, exchange.getIn(), element));
            }
        }
        return messages;
    }

    private SourceMessage message(Encoder encoder, Exchange exchange, Message headers, Object body) {
        Object key = header(headers, WallarooConstants.KEY);
        Object eventTime = header(headers, WallarooConstants.EVENT_TIME);
        return new SourceMessage(encodable(encoder, exchange, body),
                eventTime == null ? 0 : convert(exchange, Long.class, eventTime, WallarooConstants.EVENT_TIME),
                key == null ? null : convert(exchange, String.class, key, WallarooConstants.KEY));
    }

    private Object header(Message message, String name) {
        if (!message.hasHeaders()) {
            return null;
        }
        Object value = message.getHeader(name);
        return value == null || ownHeadersCross || !filter.applyFilterToCamelHeaders(name, value, message.getExchange())
                ? value
                : null;
    }

    private static Object encodable(Encoder encoder, Exchange exchange, Object body) {
        boolean file = body instanceof WrappedFile;
        if (body == null || !file && encoder.accepts(body)) {
            return body;
        }
        Class<?> type = file ? byte[].class : encoder.bodyType();
        Object converted = exchange.getContext().getTypeConverter().tryConvertTo(type, exchange, body);
        // What Camel cannot convert either is the encoder's to refuse: it says best what it expects.
        return converted == null ? body : converted;
    }

    private static <T> T convert(Exchange exchange, Class<T> type, Object value, String header) {
        try {
            return exchange.getContext().getTypeConverter().mandatoryConvertTo(type, exchange, value);
        } catch (Exception e) {
            throw new TypeConversionException("header " + header + " of class " + value.getClass().getName(), type, e);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        leaving = false;
        routeTold = false;
        SourceConnector acquired = source.acquire();
        connector = acquired;
        health = HealthRegistration.of(getEndpoint().getCamelContext(),
                "wallaroo-source-" + endpoint.getName(), () -> ConnectorHealth.of(acquired));
    }

    /** Camel prepares a route's own services for a shutdown, but not the producers inside its processors. */
    private void tellRoute(Exchange exchange) {
        Route route = ExchangeHelper.getRoute(exchange);
        if (route != null) {
            routeTold = true;
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
            current.giveBackToLeaving();
        }
    }

    /** A context that stops waits for its consumers first, and they may be held by the very buffer that is full. */
    boolean isLeaving() {
        return leaving || endpoint.getCamelContext().isStopping();
    }

    @Override
    protected void doStop() throws Exception {
        SourceConnector last = connector;
        if (last != null) {
            health.remove();
            connector = null;
            source.release(endpoint.shutdownTimeout());
        }
        super.doStop();
    }
}
