package io.github.camelwallaroo.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;

/**
 * Reads the fields of one frame of generation 1, whose bytes are all there, one after the other. Every length and count is
 * judged by the bytes that are left before anything is allocated for it.
 */
final class FieldReader {

    private static final byte[] NOTHING = {};

    private final byte[] bytes;
    private final int start;
    private final int end;
    private final Leniency leniency;
    private final String advice;
    private String what;
    private int at;

    /**
     * @param what   what is read, for the text of a violation
     * @param advice what to try, likewise
     */
    FieldReader(byte[] bytes, int offset, int length, Leniency leniency, String what, String advice) {
        this.bytes = bytes;
        this.start = offset;
        this.at = offset;
        this.end = offset + length;
        this.leniency = leniency;
        this.what = what;
        this.advice = advice;
    }

    /** From now on it is known better what is read. */
    void is(String type) {
        what = type;
    }

    int remaining() {
        return end - at;
    }

    int unsignedByte(String field) throws ProtocolViolationException {
        return bytes[take(1, field)] & 0xff;
    }

    boolean flag(String field) throws ProtocolViolationException {
        int value = unsignedByte(field);
        if (value > 1 && leniency == Leniency.STRICT) {
            throw violation("has " + value + " as " + field + "; expected 0 or 1");
        }
        return value != 0;
    }

    long unsignedInt(String field) throws ProtocolViolationException {
        return BigEndian.unsignedInt(bytes, take(Integer.BYTES, field));
    }

    long longValue(String field) throws ProtocolViolationException {
        return BigEndian.longAt(bytes, take(Long.BYTES, field));
    }

    /** Text behind a length of two bytes. */
    String text(String field) throws ProtocolViolationException {
        return text(shortLength(field), field, leniency == Leniency.STRICT);
    }

    /** As {@link #text}, for text that only people read: better damaged than not at all. */
    String prose(String field) throws ProtocolViolationException {
        return text(shortLength(field), field, false);
    }

    /** Text behind a length of four bytes. */
    String longText(String field) throws ProtocolViolationException {
        long length = unsignedInt("length of " + field);
        return text(within(length, field), field, leniency == Leniency.STRICT);
    }

    /** Bytes behind a length of two bytes, in an array of their own. */
    byte[] shortBytes(String field) throws ProtocolViolationException {
        return bytes(shortLength(field));
    }

    /** Bytes behind a length of four bytes, in an array of their own. */
    byte[] longBytes(String field) throws ProtocolViolationException {
        return bytes(within(unsignedInt("length of " + field), field));
    }

    /** All that is left, in an array of its own. */
    byte[] rest() {
        return bytes(remaining());
    }

    /** How many elements follow, each of at least so many bytes. */
    int count(String elements, int elementBytes) throws ProtocolViolationException {
        long count = unsignedInt("number of " + elements);
        if (count > remaining() / elementBytes) {
            throw violation(
                    "claims " + count + " " + elements + " in the " + remaining() + " bytes that are left; expected "
                            + remaining() / elementBytes + " at most");
        }
        return (int) count;
    }

    void end() throws ProtocolViolationException {
        if (at < end && leniency == Leniency.STRICT) {
            throw violation("goes on for " + remaining() + " bytes after its last field");
        }
    }

    ProtocolViolationException violation(String finding) {
        return new ProtocolViolationException(ProtocolViolationException.Kind.UNDECODABLE,
                what + " of " + (end - start) + " bytes " + finding + advice);
    }

    private int shortLength(String field) throws ProtocolViolationException {
        return within(BigEndian.unsignedShort(bytes, take(Short.BYTES, "length of " + field)), field);
    }

    private int within(long length, String field) throws ProtocolViolationException {
        if (length > remaining()) {
            throw violation("claims " + length + " bytes of " + field + " where " + remaining() + " are left");
        }
        return (int) length;
    }

    private int take(int length, String field) throws ProtocolViolationException {
        if (length > remaining()) {
            throw violation("ends in its " + field + ", which needs " + length + " bytes where " + remaining()
                    + " are left");
        }
        int taken = at;
        at += length;
        return taken;
    }

    private byte[] bytes(int length) {
        if (length == 0) {
            return NOTHING;
        }
        at += length;
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    private String text(int length, String field, boolean wellFormed) throws ProtocolViolationException {
        at += length;
        if (!wellFormed) {
            return new String(bytes, at - length, length, UTF_8);
        }
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at - length, length)).toString();
        } catch (CharacterCodingException e) {
            throw violation("has a " + field + " of " + length + " bytes that is not UTF-8");
        }
    }
}
