package io.github.camelwallaroo.worker.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Keys of simple types as bytes: u8 type, then the value, big-endian. Different keys have different bytes; a key comes back
 * as the type it was.
 */
final class SimpleKey {

    private static final byte NONE = 0;
    private static final byte STRING = 1;
    /** A String with half a surrogate pair in it, which UTF-8 cannot say. */
    private static final byte STRING_UTF16 = 2;
    private static final byte INTEGER = 3;
    private static final byte LONG = 4;
    private static final byte SHORT = 5;
    private static final byte BYTE = 6;
    private static final byte CHARACTER = 7;
    private static final byte BOOLEAN = 8;
    private static final byte FLOAT = 9;
    private static final byte DOUBLE = 10;
    private static final byte UUID_KEY = 11;
    private static final byte INSTANT = 12;
    private static final byte DATE = 13;

    private SimpleKey() {}

    /**
     * @param key null where there is one state for all messages
     * @return null if the key is of no simple type
     */
    static byte[] encode(Object key) {
        if (key instanceof String text) {
            return encode(text);
        }
        if (key instanceof Long number) {
            return of(LONG, Long.BYTES).putLong(number).array();
        }
        if (key instanceof Integer number) {
            return of(INTEGER, Integer.BYTES).putInt(number).array();
        }
        if (key == null) {
            return new byte[]{NONE};
        }
        if (key instanceof Short number) {
            return of(SHORT, Short.BYTES).putShort(number).array();
        }
        if (key instanceof Byte number) {
            return new byte[]{BYTE, number};
        }
        if (key instanceof Character character) {
            return of(CHARACTER, Character.BYTES).putChar(character).array();
        }
        if (key instanceof Boolean truth) {
            return new byte[]{BOOLEAN, (byte) (truth ? 1 : 0)};
        }
        if (key instanceof Float number) {
            return of(FLOAT, Float.BYTES).putInt(Float.floatToIntBits(number)).array();
        }
        if (key instanceof Double number) {
            return of(DOUBLE, Double.BYTES).putLong(Double.doubleToLongBits(number)).array();
        }
        if (key instanceof UUID uuid) {
            return of(UUID_KEY, 2 * Long.BYTES).putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        if (key instanceof Instant instant) {
            return of(INSTANT, Long.BYTES + Integer.BYTES).putLong(instant.getEpochSecond())
                    .putInt(instant.getNano())
                    .array();
        }
        return key instanceof LocalDate date ? of(DATE, Long.BYTES).putLong(date.toEpochDay()).array() : null;
    }

    private static ByteBuffer of(byte type, int length) {
        return ByteBuffer.allocate(1 + length).put(type);
    }

    private static byte[] encode(String text) {
        boolean wellFormed = isWellFormed(text);
        byte[] bytes = wellFormed ? text.getBytes(UTF_8) : utf16(text);
        return of(wellFormed ? STRING : STRING_UTF16, bytes.length).put(bytes).array();
    }

    private static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (Character.isHighSurrogate(each) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(each)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] utf16(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * Character.BYTES);
        for (int i = 0; i < text.length(); i++) {
            bytes.putChar(text.charAt(i));
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException if these are no bytes of a simple key */
    static Object decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            Object key = decode(in);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("a key has " + in.remaining() + " bytes too many");
            }
            return key;
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a key ends in the middle, after " + bytes.length + " bytes", e);
        }
    }

    private static Object decode(ByteBuffer in) {
        byte type = in.get();
        return switch (type) {
            case NONE -> null;
            case STRING -> UTF_8.decode(in).toString();
            case STRING_UTF16 -> text(in);
            case INTEGER -> in.getInt();
            case LONG -> in.getLong();
            case SHORT -> in.getShort();
            case BYTE -> in.get();
            case CHARACTER -> in.getChar();
            case BOOLEAN -> in.get() != 0;
            case FLOAT -> in.getFloat();
            case DOUBLE -> in.getDouble();
            case UUID_KEY -> new UUID(in.getLong(), in.getLong());
            case INSTANT -> Instant.ofEpochSecond(in.getLong(), in.getInt());
            case DATE -> LocalDate.ofEpochDay(in.getLong());
            default -> throw new IllegalArgumentException("a key is of type " + type + "; expected " + NONE + " to "
                    + DATE);
        };
    }

    private static String text(ByteBuffer in) {
        StringBuilder text = new StringBuilder(in.remaining() / Character.BYTES);
        while (in.hasRemaining()) {
            text.append(in.getChar());
        }
        return text.toString();
    }
}
