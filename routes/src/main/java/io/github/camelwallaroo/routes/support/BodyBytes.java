package io.github.camelwallaroo.routes.support;

import java.nio.charset.StandardCharsets;

import org.apache.camel.CamelContext;

/** What a body is as bytes: bytes as they are, text as UTF-8, numbers and truth values as their text. Stateless. */
public final class BodyBytes {

    private BodyBytes() {}

    /**
     * The bytes.
     *
     * @param  body                     may be null: no bytes
     * @throws IllegalArgumentException if there is no way, not even by Camel's type converters
     */
    public static byte[] of(Object body, CamelContext context) {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body == null) {
            return new byte[0];
        }
        if (body instanceof CharSequence || body instanceof Number || body instanceof Boolean) {
            return body.toString().getBytes(StandardCharsets.UTF_8);
        }
        byte[] converted = context.getTypeConverter().tryConvertTo(byte[].class, body);
        if (converted == null) {
            throw new IllegalArgumentException("a body of type " + body.getClass().getName() + " has no bytes; choose"
                    + " another format for this connector, or add a step that converts it");
        }
        return converted;
    }
}
