package io.github.camelwallaroo;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConversionException;
import org.apache.camel.WrappedFile;
import org.apache.camel.spi.HeaderFilterStrategy;

import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.source.SourceMessage;

/** What a route gives the producer, as the source connector takes it: bodies and the headers that cross. */
final class RouteMessages {

    private final HeaderFilterStrategy filter;
    private final boolean ownHeadersCross;
    private final boolean streams;

    /** @param streams whether the generation has streams; else the headers about them are not looked at */
    RouteMessages(HeaderFilterStrategy filter, boolean streams) {
        this.filter = filter;
        this.ownHeadersCross = filter instanceof WallarooHeaderFilterStrategy;
        this.streams = streams;
    }

    /** One message. */
    SourceMessage message(Encoder encoder, Exchange exchange, Message headers, Object body) {
        Object key = header(headers, WallarooConstants.KEY);
        Object eventTime = header(headers, WallarooConstants.EVENT_TIME);
        return new SourceMessage(encodable(encoder, exchange, body),
                eventTime == null ? 0 : convert(exchange, Long.class, eventTime, WallarooConstants.EVENT_TIME),
                key == null ? null : convert(exchange, String.class, key, WallarooConstants.KEY),
                stream(exchange, headers), id(headers));
    }

    /** The messages of a body that is a list. */
    List<SourceMessage> batch(Encoder encoder, Exchange exchange, List<?> batch) {
        List<SourceMessage> messages = new ArrayList<>(batch.size());
        for (Object element : batch) {
            Message own = ownMessage(element);
            if (own == null && batch.size() > 1) {
                refuseSharedId(exchange.getIn(), batch.size());
            }
            Exchange context = element instanceof Exchange one ? one : exchange;
            messages.add(own == null
                    ? message(encoder, exchange, exchange.getIn(), element)
                    : message(encoder, context, own, own.getBody()));
        }
        return messages;
    }

    /** With one id for all, all but the first would pass for repetitions of it. */
    private void refuseSharedId(Message in, int size) {
        if (streams && header(in, WallarooConstants.MESSAGE_ID) != null && !isOutputPosition(in)) {
            throw new IllegalArgumentException("header " + WallarooConstants.MESSAGE_ID + " stands for one message, and"
                    + " the body is a list of " + size + "; expected elements of type Exchange or Message, each with"
                    + " a header of its own");
        }
    }

    /** Whether the message ends its stream. */
    boolean endsStream(Exchange exchange, Message headers) {
        Object end = streams ? header(headers, WallarooConstants.END_OF_STREAM) : null;
        return end != null && convert(exchange, Boolean.class, end, WallarooConstants.END_OF_STREAM);
    }

    /** The streams that a body that is a list ends. */
    Set<String> endedStreams(Exchange exchange, List<?> batch) {
        Set<String> ended = new LinkedHashSet<>();
        if (endsStream(exchange, exchange.getIn())) {
            ended.add(stream(exchange, exchange.getIn()));
        }
        for (Object element : batch) {
            Message own = ownMessage(element);
            if (own != null && endsStream(exchange, own)) {
                ended.add(stream(exchange, own));
            }
        }
        return ended;
    }

    /** @return null for the default stream */
    String stream(Exchange exchange, Message headers) {
        Object stream = streams ? header(headers, WallarooConstants.STREAM) : null;
        if (stream == null || isOutputPosition(headers)) {
            return null;
        }
        String name = convert(exchange, String.class, stream, WallarooConstants.STREAM);
        if (name.isBlank()) {
            throw new IllegalArgumentException("header " + WallarooConstants.STREAM
                    + " is blank; expected a stream's name, or no such header for the default stream");
        }
        return name;
    }

    private long id(Message headers) {
        Object id = streams ? header(headers, WallarooConstants.MESSAGE_ID) : null;
        return id == null || isOutputPosition(headers) ? SourceMessage.AUTOMATIC : MessageId.of(id);
    }

    /**
     * Whether the headers about stream and id say where a message stood in the output of the worker that it came from: a
     * route from one worker to another must not number the one's stream by the other's.
     */
    private boolean isOutputPosition(Message headers) {
        Object offset = header(headers, WallarooConstants.OFFSET);
        return offset != null
                && header(headers, WallarooConstants.MESSAGE_ID) instanceof String id && id.endsWith("/" + offset);
    }

    private static Message ownMessage(Object element) {
        return element instanceof Exchange exchange
                ? exchange.getMessage()
                : element instanceof Message message ? message : null;
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
}
