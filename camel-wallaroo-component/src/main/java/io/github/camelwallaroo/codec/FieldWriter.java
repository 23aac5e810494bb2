package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/** Writes the fields of generation 1 into an array of exactly the size that they need. */
final class FieldWriter {

    private static final int LONGEST_TEXT = 0xffff;
    private static final long LARGEST_COUNT = 0xffff_ffffL;

    private final byte[] bytes;
    private int at;

    FieldWriter(int size) {
        bytes = new byte[size];
    }

    FieldWriter unsignedByte(int value) {
        bytes[at++] = (byte) value;
        return this;
    }

    FieldWriter flag(boolean value) {
        return unsignedByte(value ? 1 : 0);
    }

    FieldWriter unsignedInt(long value, String field) {
        if (value < 0 || value > LARGEST_COUNT) {
            throw new IllegalArgumentException(field + " " + value + " does not fit its four bytes; expected 0 to "
                    + LARGEST_COUNT);
        }
        BigEndian.putInt(bytes, at, (int) value);
        at += Integer.BYTES;
        return this;
    }

    FieldWriter longValue(long value) {
        BigEndian.putLong(bytes, at, value);
        at += Long.BYTES;
        return this;
    }

    /** The bytes behind a length of two bytes. */
    FieldWriter shortBytes(byte[] value) {
        BigEndian.putShort(bytes, at, value.length);
        at += Short.BYTES;
        return raw(value);
    }

    FieldWriter raw(byte[] value) {
        System.arraycopy(value, 0, bytes, at, value.length);
        at += value.length;
        return this;
    }

    byte[] done() {
        if (at != bytes.length) {
            throw new IllegalStateException("wrote " + at + " bytes of " + bytes.length);
        }
        return bytes;
    }

    /**
     * The UTF-8 of a text that stands behind a length of two bytes.
     *
     * @throws IllegalArgumentException naming the field and never its value, which may be a secret
     */
    static byte[] utf8(String text, String field) {
        byte[] encoded = wellFormed(text, field);
        if (encoded.length > LONGEST_TEXT) {
            throw new IllegalArgumentException(field + " of " + encoded.length
                    + " bytes is too long for protocol 1; expected at most " + LONGEST_TEXT + " bytes of UTF-8");
        }
        return encoded;
    }

    static byte[] wellFormed(String text, String field) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.remaining());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(field + " of " + text.length()
                    + " characters cannot be written as UTF-8; expected text without unpaired surrogates", e);
        }
    }
}
