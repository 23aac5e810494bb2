package io.github.camelwallaroo.codec;

import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.frame.Protocol;

/** Frames to bytes and back for a generation without handshake, 0.5 or 0.6. Stateless and thread-safe. */
public interface OneWayCodec {

    /**
     * The codec of a generation: always the same instance.
     *
     * @throws IllegalArgumentException for {@link Protocol#V1}, whose frames are no mere messages: {@link ConnectorCodec}
     */
    static OneWayCodec of(Protocol protocol) {
        return switch (protocol) {
            case V0_5 -> Codec05.INSTANCE;
            case V0_6 -> Codec06.INSTANCE;
            case V1 -> throw new IllegalArgumentException("protocol " + protocol.text()
                    + " has handshake and acknowledgements and cannot be used one way; expected 0.5 or 0.6 here");
        };
    }

    /** Bytes before the payload of a message without partition, the length field included. */
    int headerLength();

    /**
     * Writes the {@link #headerLength()} bytes that stand before a payload, so that a sender can put header and payload
     * straight into its batch. Allocates nothing.
     *
     * @param target        where to write
     * @param offset        index of the first byte written
     * @param payloadLength bytes of payload that will follow
     * @param eventTime     milliseconds since the epoch, 0 for none; generation 0.5 has no event time and ignores it
     * @throws IllegalArgumentException  if no frame can hold a payload of this length
     * @throws IndexOutOfBoundsException if the header does not fit behind {@code offset}
     */
    void writeHeader(byte[] target, int offset, int payloadLength, long eventTime);

    /**
     * Bytes that {@link #encode} will give, the length field included.
     *
     * @throws IllegalArgumentException as {@link #encode} does
     */
    int encodedLength(OneWayMessage frame);

    /**
     * The frame as it goes over the wire, the length field included.
     *
     * @throws IllegalArgumentException if this generation cannot carry the frame
     */
    byte[] encode(OneWayMessage frame);

    /**
     * A decoder for one connection.
     *
     * @param maxFrameSize largest length field accepted, in bytes; what it counts excludes the field itself
     * @throws IllegalArgumentException if the limit would refuse every frame or exceed what an array can hold
     */
    FrameDecoder<OneWayMessage> newDecoder(int maxFrameSize);
}
