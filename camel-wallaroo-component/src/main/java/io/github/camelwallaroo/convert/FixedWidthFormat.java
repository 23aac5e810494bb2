package io.github.camelwallaroo.convert;

import java.util.OptionalInt;

/** A number in a fixed number of bytes, big-endian. */
abstract class FixedWidthFormat implements Format {

    private final String name;
    private final int width;

    FixedWidthFormat(String name, int width) {
        this.name = name;
        this.width = width;
    }

    /** @throws ConversionException if the number is not one of this format's */
    abstract byte[] fromNumber(Number number) throws ConversionException;

    /**
     * @param text without white space around it
     * @throws NumberFormatException if the text is no number at all
     * @throws ConversionException   if the number is not one of this format's
     */
    abstract byte[] fromText(String text) throws ConversionException;

    /** @param payload of the right width */
    abstract Number toNumber(byte[] payload);

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final OptionalInt fixedWidth() {
        return OptionalInt.of(width);
    }

    @Override
    public final boolean accepts(Object body) {
        return body instanceof byte[] || body instanceof Number || body instanceof CharSequence;
    }

    @Override
    public final byte[] encode(Object body) throws ConversionException {
        if (body instanceof byte[] bytes) {
            return checkWidth(bytes, "body");
        }
        if (body instanceof Number number) {
            return fromNumber(number);
        }
        if (body instanceof CharSequence text) {
            try {
                return fromText(text.toString().strip());
            } catch (NumberFormatException e) {
                // Its message quotes the text, so it is no cause to keep.
                throw refused(body);
            }
        }
        throw refused(body);
    }

    @Override
    public final Object decode(byte[] payload) throws ConversionException {
        return toNumber(checkWidth(payload, "payload"));
    }

    private byte[] checkWidth(byte[] bytes, String what) throws ConversionException {
        if (bytes.length != width) {
            throw new ConversionException(what + " of " + bytes.length + " bytes is no " + name + "; expected exactly "
                    + width + " bytes");
        }
        return bytes;
    }

    private ConversionException refused(Object body) {
        return Body.refused(body, name, "a number, its text, or " + width + " bytes");
    }

    @Override
    public final String toString() {
        return name;
    }
}
