package io.github.camelwallaroo.convert;

import java.util.List;
import java.util.OptionalInt;

/**
 * A payload format with a name, for use in options and application descriptions. Stateless and thread-safe; numbers are
 * big-endian and text is UTF-8 unless a {@linkplain FormatParameter parameter} says otherwise. A {@code byte[]} body is taken as encoded already.
 *
 * <table>
 * <caption>The formats</caption>
 * <tr><th>name</th><th>payload</th><th>bodies taken</th><th>decoded to</th></tr>
 * <tr><td>bytes</td><td>any bytes</td><td>byte[], text (as UTF-8)</td><td>byte[]</td></tr>
 * <tr><td>text</td><td>UTF-8</td><td>text, numbers, booleans, byte[]</td><td>String</td></tr>
 * <tr><td>float32, float64</td><td>IEEE 754, 4 or 8 bytes</td><td>numbers, their text, byte[] of that size</td>
 * <td>Float, Double</td></tr>
 * <tr><td>int32, int64</td><td>two's complement, 4 or 8 bytes</td><td>whole numbers in range, their text, byte[] of that
 * size</td><td>Integer, Long</td></tr>
 * <tr><td>json</td><td>one JSON value in UTF-8</td><td>JSON as text or byte[], any other object by Jackson</td><td>Map, List,
 * String, Number, Boolean or null</td></tr>
 * <tr><td>key-value</td><td>u32 key length in bytes, key (UTF-8), value</td><td>byte[] or text with a key,
 * {@link KeyValue}</td><td>{@link KeyValue} of String and byte[]</td></tr>
 * </table>
 */
public interface Format extends Encoder, Decoder {

    String name();

    /** Bytes of every payload, if all have the same number. */
    OptionalInt fixedWidth();

    /** Streams, files and buffers hold encoded bytes. */
    @Override
    default Class<?> bodyType() {
        return byte[].class;
    }

    /**
     * The format of this name, with parameters where there are any: {@code text(charset=ISO-8859-1)},
     * {@code int32(byteOrder=little-endian)}.
     *
     * @throws IllegalArgumentException if there is none, or it has no such parameter or value, naming those there are
     */
    static Format of(String text) {
        return NamedFormats.of(text);
    }

    /** What the format of this name can be told; nothing if there is no such format. */
    static List<FormatParameter> parameters(String name) {
        return NamedFormats.parameters(name);
    }

    /** The names there are, in the order in which documentation lists them. */
    static List<String> names() {
        return NamedFormats.names();
    }
}
