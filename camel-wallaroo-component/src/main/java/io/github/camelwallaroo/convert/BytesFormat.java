package io.github.camelwallaroo.convert;

import java.util.OptionalInt;

/** Any bytes, untouched. */
final class BytesFormat implements Format {

    @Override
    public String name() {
        return "bytes";
    }

    @Override
    public OptionalInt fixedWidth() {
        return OptionalInt.empty();
    }

    @Override
    public boolean accepts(Object body) {
        return body instanceof byte[] || body instanceof CharSequence;
    }

    @Override
    public byte[] encode(Object body) throws ConversionException {
        if (body instanceof byte[] bytes) {
            return bytes;
        }
        if (body instanceof CharSequence text) {
            return Utf8.encode(text.toString(), "text");
        }
        throw Body.refused(body, name(), "bytes or text; for other types choose a format that fits");
    }

    @Override
    public Object decode(byte[] payload) {
        return payload;
    }

    @Override
    public String toString() {
        return name();
    }
}
