package io.github.camelwallaroo.convert;

import java.util.OptionalInt;

/** UTF-8, checked in both directions. */
final class TextFormat implements Format {

    @Override
    public String name() {
        return "text";
    }

    @Override
    public OptionalInt fixedWidth() {
        return OptionalInt.empty();
    }

    @Override
    public boolean accepts(Object body) {
        return body instanceof byte[] || isText(body);
    }

    @Override
    public byte[] encode(Object body) throws ConversionException {
        if (body instanceof byte[] bytes) {
            Utf8.check(bytes, 0, bytes.length, "body");
            return bytes;
        }
        if (isText(body)) {
            return Utf8.encode(body.toString(), "text");
        }
        throw Body.refused(body, name(), "text, a number, a boolean or UTF-8 bytes");
    }

    /** Things whose toString is their value; that of a list or a bean would be a guess. */
    static boolean isText(Object body) {
        return body instanceof CharSequence || body instanceof Number || body instanceof Boolean
                || body instanceof Character;
    }

    @Override
    public Object decode(byte[] payload) throws ConversionException {
        return Utf8.decode(payload, 0, payload.length, "payload");
    }

    @Override
    public String toString() {
        return name();
    }
}
