package io.github.camelwallaroo.convert;

import java.util.OptionalInt;

/** A number with its last byte first. */
record LittleEndianFormat(Format bigEndian) implements Format {

    @Override
    public String name() {
        return bigEndian.name();
    }

    @Override
    public OptionalInt fixedWidth() {
        return bigEndian.fixedWidth();
    }

    @Override
    public boolean accepts(Object body) {
        return bigEndian.accepts(body);
    }

    /** Bytes are encoded already, and only counted. */
    @Override
    public byte[] encode(Object body) throws Exception {
        byte[] encoded = bigEndian.encode(body);
        return body instanceof byte[] ? encoded : reversed(encoded);
    }

    @Override
    public Object decode(byte[] payload) throws Exception {
        return bigEndian.decode(reversed(payload));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return reversed;
    }

    @Override
    public String toString() {
        return name() + "(" + FormatParameter.BYTE_ORDER.text() + "=" + FormatParameter.LITTLE_ENDIAN + ")";
    }
}
