package io.github.camelwallaroo.benchmarks.peer;

import java.nio.ByteBuffer;

/** Frames of generation 0.6, written without the component's help: {@code u32le total, i64le eventTime, payload}. */
public final class WireFormat {

    /** Bytes of the length field, which does not count itself. */
    public static final int LENGTH_FIELD = Integer.BYTES;

    /** Bytes before the payload. */
    public static final int HEADER = LENGTH_FIELD + Long.BYTES;

    private WireFormat() {}

    public static int frameLength(int payloadLength) {
        return HEADER + payloadLength;
    }

    /** @param target little-endian */
    public static void put(ByteBuffer target, byte[] payload) {
        target.putInt(Long.BYTES + payload.length).putLong(0).put(payload);
    }
}
