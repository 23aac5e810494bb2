package io.github.camelwallaroo.python;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.convert.KeyValue;

/** Reads what {@code wallaroo_host/values.py} writes; the layout is that of {@link BlockWriter}. */
final class BlockReader {

    private BlockReader() {}

    /**
     * The values of a block, of which any may be a failure.
     *
     * @throws IOException if it is none
     */
    static List<Converted<Object>> read(byte[] block) throws IOException {
        List<Converted<Object>> all = new ArrayList<>();
        each(block, 0, block.length, 0, (kind, at, length) -> all.add(kind == ValueKind.ERROR
                ? Converted.failed(failure(block, at, length))
                : Converted.of(value(block, kind, at, length, 0))));
        return all;
    }

    @FunctionalInterface
    private interface Visitor {

        void visit(byte kind, int at, int length) throws IOException;
    }

    private static void each(byte[] block, int start, int length, int nested, Visitor visitor) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(block);
        long count = length < Integer.BYTES ? -1 : in.getInt(start);
        long bodies = start + Integer.BYTES + count * (1 + Integer.BYTES);
        if (count < 0 || bodies > (long) start + length || nested > ValueKind.MOST_NESTED) {
            throw malformed();
        }
        int kinds = start + Integer.BYTES;
        int lengths = kinds + (int) count;
        long at = bodies;
        for (int i = 0; i < count; i++) {
            int size = in.getInt(lengths + i * Integer.BYTES);
            if (size < 0 || at + size > (long) start + length) {
                throw malformed();
            }
            visitor.visit(block[kinds + i], (int) at, size);
            at += size;
        }
    }

    private static Object value(byte[] block, byte kind, int at, int length, int nested) throws IOException {
        return switch (kind) {
            case ValueKind.BYTES -> Arrays.copyOfRange(block, at, at + length);
            case ValueKind.TEXT -> new String(block, at, length, StandardCharsets.UTF_8);
            case ValueKind.FLOAT -> Double.longBitsToDouble(number(block, at, length));
            case ValueKind.INT -> number(block, at, length);
            case ValueKind.NONE -> null;
            case ValueKind.TRUE -> true;
            case ValueKind.FALSE -> false;
            case ValueKind.BIG -> new BigInteger(ascii(block, at, length), 16);
            case ValueKind.DECIMAL -> decimal(ascii(block, at, length));
            case ValueKind.LIST -> list(block, at, length, nested + 1);
            case ValueKind.DICT -> map(list(block, at, length, nested + 1));
            case ValueKind.PAIR -> pair(list(block, at, length, nested + 1));
            default -> throw malformed();
        };
    }

    private static List<Object> list(byte[] block, int start, int length, int nested) throws IOException {
        List<Object> values = new ArrayList<>();
        each(block, start, length, nested, (kind, at, size) -> values.add(value(block, kind, at, size, nested)));
        return values;
    }

    private static Map<Object, Object> map(List<Object> entries) throws IOException {
        if (entries.size() % 2 != 0) {
            throw malformed();
        }
        Map<Object, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < entries.size(); i += 2) {
            map.put(entries.get(i), entries.get(i + 1));
        }
        return map;
    }

    private static KeyValue pair(List<Object> both) throws IOException {
        if (both.size() != 2 || both.get(0) != null && !(both.get(0) instanceof String)) {
            throw malformed();
        }
        return new KeyValue((String) both.get(0), both.get(1));
    }

    /** Python's decimals may be infinite or no number, which Java's cannot. */
    private static Object decimal(String text) {
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            return text;
        }
    }

    private static ConversionException failure(byte[] block, int at, int length) throws IOException {
        List<Object> texts = list(block, at, length, 1);
        if (texts.size() != 2) {
            throw malformed();
        }
        return new ConversionException((String) texts.get(0), PythonTraceback.orNull((String) texts.get(1)));
    }

    private static long number(byte[] block, int at, int length) throws IOException {
        if (length != Long.BYTES) {
            throw malformed();
        }
        return ByteBuffer.wrap(block).getLong(at);
    }

    private static String ascii(byte[] block, int at, int length) {
        return new String(block, at, length, StandardCharsets.US_ASCII);
    }

    private static IOException malformed() {
        return new IOException("what came through the pipe is no block of values");
    }
}
