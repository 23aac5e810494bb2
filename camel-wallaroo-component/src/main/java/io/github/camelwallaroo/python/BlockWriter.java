package io.github.camelwallaroo.python;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.KeyValue;

/**
 * Values for Python: {@code u32be count, u8 kind[count], u32be length[count], body[count]}. All kinds stand together and so do
 * all lengths, which Python reads in one call each. Not thread-safe.
 */
final class BlockWriter {

    private static final int COUNT = Integer.BYTES;
    private static final int KIND_AND_LENGTH = 1 + Integer.BYTES;

    private final int nested;
    private byte[] kinds = new byte[16];
    private int[] lengths = new int[16];
    private byte[] bodies = new byte[256];
    private int count;
    private int size;

    BlockWriter() {
        this(0);
    }

    private BlockWriter(int nested) {
        this.nested = nested;
    }

    /** Whether there is a counterpart for objects of this kind. */
    static boolean accepts(Object value) {
        return value == null || value instanceof byte[] || value instanceof CharSequence || value instanceof Boolean
                || isNumber(value) || value instanceof Collection || value instanceof Map || value instanceof KeyValue;
    }

    private static boolean isNumber(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
                || value instanceof Double || value instanceof Float || value instanceof BigInteger
                || value instanceof BigDecimal;
    }

    /** @throws ConversionException if there is no counterpart; the block is as it was */
    void add(Object value) throws ConversionException {
        int begun = size;
        try {
            byte kind = write(value);
            end(kind, size - begun);
        } catch (ConversionException e) {
            size = begun;
            throw e;
        }
    }

    private byte write(Object value) throws ConversionException {
        if (value instanceof byte[] bytes) {
            return write(ValueKind.BYTES, bytes);
        } else if (value instanceof CharSequence text) {
            return write(ValueKind.TEXT, utf8(text.toString()));
        } else if (value == null) {
            return ValueKind.NONE;
        } else if (value instanceof Boolean truth) {
            return truth ? ValueKind.TRUE : ValueKind.FALSE;
        } else if (isNumber(value)) {
            return writeNumber((Number) value);
        } else if (value instanceof KeyValue pair) {
            return nest(ValueKind.PAIR, Arrays.asList(pair.key(), pair.value()));
        } else if (value instanceof Collection<?> elements) {
            return nest(ValueKind.LIST, elements);
        } else if (value instanceof Map<?, ?> map) {
            return writeMap(map);
        }
        throw new ConversionException("body of class " + value.getClass().getName()
                + " has no counterpart in Python; expected bytes, text, numbers, lists and maps of them, or KeyValue");
    }

    private byte writeNumber(Number number) {
        if (number instanceof Double || number instanceof Float) {
            return writeLong(ValueKind.FLOAT, Double.doubleToRawLongBits(number.doubleValue()));
        } else if (number instanceof BigDecimal decimal) {
            return write(ValueKind.DECIMAL, decimal.toString().getBytes(StandardCharsets.US_ASCII));
        } else if (number instanceof BigInteger big && big.bitLength() > 63) {
            // Not decimal: Python limits how long that may be.
            return write(ValueKind.BIG, big.toString(16).getBytes(StandardCharsets.US_ASCII));
        }
        return writeLong(ValueKind.INT, number.longValue());
    }

    private byte writeMap(Map<?, ?> map) throws ConversionException {
        BlockWriter entries = inner();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getKey() instanceof Collection || entry.getKey() instanceof Map) {
                throw new ConversionException("a map with a key of class " + entry.getKey().getClass().getName()
                        + " has no counterpart in Python; expected keys that are text or numbers");
            }
            entries.add(entry.getKey());
            entries.add(entry.getValue());
        }
        entries.appendTo(this);
        return ValueKind.DICT;
    }

    private byte nest(byte kind, Collection<?> elements) throws ConversionException {
        BlockWriter inner = inner();
        for (Object element : elements) {
            inner.add(element);
        }
        inner.appendTo(this);
        return kind;
    }

    private BlockWriter inner() throws ConversionException {
        if (nested >= ValueKind.MOST_NESTED) {
            throw new ConversionException("body is nested deeper than " + ValueKind.MOST_NESTED
                    + "; expected lists and maps that do not contain themselves");
        }
        return new BlockWriter(nested + 1);
    }

    private static byte[] utf8(String text) throws ConversionException {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new ConversionException("text of " + text.length()
                    + " characters has half a surrogate pair; expected text that has a form in UTF-8", e);
        }
    }

    private byte write(byte kind, byte[] body) {
        ensure(body.length);
        System.arraycopy(body, 0, bodies, size, body.length);
        size += body.length;
        return kind;
    }

    private byte writeLong(byte kind, long value) {
        ensure(Long.BYTES);
        ByteBuffer.wrap(bodies).putLong(size, value);
        size += Long.BYTES;
        return kind;
    }

    private void end(byte kind, int length) {
        if (count == kinds.length) {
            kinds = Arrays.copyOf(kinds, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
        }
        kinds[count] = kind;
        lengths[count++] = length;
    }

    private void ensure(int more) {
        if (bodies.length - size < more) {
            long grown = Math.max(bodies.length * 2L, (long) size + more);
            bodies = Arrays.copyOf(bodies, (int) Math.min(grown, Integer.MAX_VALUE - 8));
        }
    }

    private void appendTo(BlockWriter outer) {
        outer.write(ValueKind.LIST, head().array());
        outer.ensure(size);
        System.arraycopy(bodies, 0, outer.bodies, outer.size, size);
        outer.size += size;
    }

    private ByteBuffer head() {
        ByteBuffer head = ByteBuffer.allocate(COUNT + count * KIND_AND_LENGTH);
        head.putInt(count).put(kinds, 0, count);
        for (int i = 0; i < count; i++) {
            head.putInt(lengths[i]);
        }
        return head;
    }

    int count() {
        return count;
    }

    /** Bytes that the block has. */
    int size() {
        return COUNT + count * KIND_AND_LENGTH + size;
    }

    /** Bytes of the value that was added last. */
    int lastLength() {
        return lengths[count - 1];
    }

    /** Takes back the value that was added last. */
    void removeLast() {
        size -= lengths[--count];
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(head().array());
        out.write(bodies, 0, size);
    }

    /** A block of these values, of which all have counterparts. */
    static BlockWriter of(List<?> values) {
        BlockWriter block = new BlockWriter();
        try {
            for (Object value : values) {
                block.add(value);
            }
        } catch (ConversionException e) {
            throw new IllegalArgumentException(e);
        }
        return block;
    }
}
