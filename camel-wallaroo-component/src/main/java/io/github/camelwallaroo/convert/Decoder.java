package io.github.camelwallaroo.convert;

/** Reads a message's payload. Called from many threads at once. */
@FunctionalInterface
public interface Decoder {

    /**
     * The value of a payload; a {@link KeyValue} where it comes with a key.
     *
     * @param payload may be empty, never null
     * @throws Exception if these bytes mean nothing; only this message fails. Use {@link ConversionException} for texts
     *                   that say what was given and what is expected
     */
    Object decode(byte[] payload) throws Exception;
}
