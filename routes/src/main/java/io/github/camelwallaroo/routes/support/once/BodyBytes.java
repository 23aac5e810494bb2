package io.github.camelwallaroo.routes.support.once;

import java.nio.charset.StandardCharsets;

import org.apache.camel.Exchange;

/** A body as bytes: bytes as they are, text as UTF-8, numbers and truth values as text, all else by type converters. */
final class BodyBytes {

    private BodyBytes() {}

    /** @throws IllegalArgumentException if the body has no bytes */
    static byte[] of(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof CharSequence || body instanceof Number || body instanceof Boolean) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
        byte[] converted = body == null
                ? null
                : exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (converted == null) {
            throw new IllegalArgumentException("a body of type " + (body == null ? "null" : body.getClass().getName())
                    + " has no bytes to write; choose another format for this connector, or add a step that converts it");
        }
        return converted;
    }
}
