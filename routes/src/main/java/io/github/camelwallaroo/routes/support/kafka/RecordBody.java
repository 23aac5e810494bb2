package io.github.camelwallaroo.routes.support.kafka;

import java.nio.charset.StandardCharsets;

import org.apache.camel.Exchange;

/** A body as the bytes of a record: bytes as they are, text as UTF-8, numbers and truth values as their text. */
final class RecordBody {

    private RecordBody() {}

    /** @return null for a body of null, which Kafka takes for a tombstone. @throws IllegalArgumentException if it has no bytes */
    static byte[] bytes(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body == null || body instanceof byte[]) {
            return (byte[]) body;
        }
        if (body instanceof CharSequence || body instanceof Number || body instanceof Boolean) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
        byte[] converted = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (converted == null) {
            throw new IllegalArgumentException("a body of type " + body.getClass().getName() + " has no bytes to be a"
                    + " record's value; choose another format for this connector, or add a step that converts it");
        }
        return converted;
    }
}
