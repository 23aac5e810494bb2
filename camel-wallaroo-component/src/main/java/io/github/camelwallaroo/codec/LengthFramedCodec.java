package io.github.camelwallaroo.codec;

import io.github.camelwallaroo.frame.OneWayMessage;

/** What generations 0.5 and 0.6 have in common: one little-endian length field, fixed bytes, the payload to the end. */
abstract class LengthFramedCodec implements OneWayCodec, FrameLayout<OneWayMessage> {

    /** Some JVMs refuse arrays a few bytes short of the largest index. */
    static final int LARGEST_FRAME = Integer.MAX_VALUE - 16;

    @Override
    public final int headerLength() {
        return LENGTH_FIELD + minimumTotal();
    }

    /** Value of the length field for a payload behind so many bytes of metadata. */
    final int totalFor(int metadataLength, int payloadLength) {
        long total = (long) metadataLength + payloadLength;
        if (payloadLength < 0 || total > LARGEST_FRAME - LENGTH_FIELD) {
            throw new IllegalArgumentException("payload of " + payloadLength
                    + " bytes does not fit a frame of protocol "
                    + protocol().text() + ", which holds 0 to " + (LARGEST_FRAME - LENGTH_FIELD - metadataLength)
                    + " bytes of it");
        }
        return (int) total;
    }

    /** The refusal of a frame that another generation defines. */
    final IllegalArgumentException foreign(OneWayMessage frame, Class<? extends OneWayMessage> expected) {
        String given = frame == null ? "null" : frame.getClass().getSimpleName();
        return new IllegalArgumentException("frame " + given + " cannot be sent with protocol " + protocol().text()
                + "; expected " + expected.getSimpleName());
    }

    @Override
    public final FrameDecoder<OneWayMessage> newDecoder(int maxFrameSize) {
        return FrameDecoder.of(this, maxFrameSize);
    }

    @Override
    public final long totalAt(byte[] bytes, int offset) {
        return LittleEndian.unsignedInt(bytes, offset);
    }
}
