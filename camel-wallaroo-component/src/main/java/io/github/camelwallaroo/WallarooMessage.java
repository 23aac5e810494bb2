package io.github.camelwallaroo;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;

import io.github.camelwallaroo.sink.ReceivedMessage;

/**
 * A message from a worker. Its headers are made when somebody first asks for them: most routes never do, and those that
 * are the same for every message of a connection would cost as much as the rest of the exchange.
 */
final class WallarooMessage extends DefaultMessage {

    private final ReceivedMessage received;
    private final String connector;
    private final HeaderFilterStrategy filter;

    WallarooMessage(Exchange exchange, ReceivedMessage received, String connector, HeaderFilterStrategy filter) {
        super(exchange);
        this.received = received;
        this.connector = connector;
        this.filter = filter;
        setBody(received.body());
    }

    @Override
    protected boolean isPopulateHeadersSupported() {
        return true;
    }

    @Override
    protected void populateInitialHeaders(Map<String, Object> headers) {
        put(headers, WallarooConstants.CONNECTOR_NAME, connector);
        put(headers, WallarooConstants.WORKER_ADDRESS, received.worker());
        if (received.key() != null) {
            put(headers, WallarooConstants.KEY, received.key());
        }
        if (received.eventTime() != 0) {
            put(headers, WallarooConstants.EVENT_TIME, received.eventTime());
        }
    }

    private void put(Map<String, Object> headers, String name, Object value) {
        if (!filter.applyFilterToExternalHeaders(name, value, getExchange())) {
            headers.put(name, value);
        }
    }

    @Override
    public DefaultMessage newInstance() {
        return new DefaultMessage(getCamelContext());
    }
}
