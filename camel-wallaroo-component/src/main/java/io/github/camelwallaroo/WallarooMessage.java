package io.github.camelwallaroo;

import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.apache.camel.support.DefaultMessage;

import io.github.camelwallaroo.sink.OutputPosition;
import io.github.camelwallaroo.sink.ReceivedMessage;

/**
 * A message from a worker. Its headers are made when somebody first asks for them: most routes never do, and those that
 * are the same for every message of a connection would cost as much as the rest of the exchange.
 */
final class WallarooMessage extends DefaultMessage {

    private final ReceivedMessage received;
    private final String connector;
    private final HeaderFilterStrategy filter;
    private final boolean redelivered;

    /** @param redelivered whether the route has had it before and failed */
    WallarooMessage(Exchange exchange, ReceivedMessage received, String connector, HeaderFilterStrategy filter,
            boolean redelivered) {
        super(exchange);
        this.redelivered = redelivered;
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
        OutputPosition position = received.position();
        if (position == null) {
            put(headers, WallarooConstants.WORKER_ADDRESS, received.worker());
        } else {
            populatePosition(headers, position);
        }
        if (received.key() != null) {
            put(headers, WallarooConstants.KEY, received.key());
        }
        if (received.eventTime() != 0) {
            put(headers, WallarooConstants.EVENT_TIME, received.eventTime());
        }
    }

    private void populatePosition(Map<String, Object> headers, OutputPosition position) {
        put(headers, WallarooConstants.STREAM, position.stream());
        put(headers, WallarooConstants.EPOCH, position.epoch());
        put(headers, WallarooConstants.OFFSET, position.offset());
        put(headers, WallarooConstants.MESSAGE_ID, position.messageId());
        if (position.transactionId() != null) {
            put(headers, WallarooConstants.TRANSACTION_ID, position.transactionId());
        }
        if (redelivered) {
            put(headers, WallarooConstants.REDELIVERED, true);
        }
    }

    /** As other brokers' messages have it: the sender's id. */
    @Override
    protected String createMessageId() {
        return received.position() == null ? super.createMessageId() : received.position().messageId();
    }

    @Override
    public boolean hasMessageId() {
        return received.position() != null || super.hasMessageId();
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
