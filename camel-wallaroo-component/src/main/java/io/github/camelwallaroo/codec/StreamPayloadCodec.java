package io.github.camelwallaroo.codec;

import io.github.camelwallaroo.frame.StreamPayload;

/** What stream message encoders put inside a sink's MESSAGE, to bytes and back. Stateless and thread-safe. */
public final class StreamPayloadCodec {

    private static final int HEADER = 2 * Integer.BYTES + Long.BYTES;
    private static final String ADVICE = "; check whether the application's encoder is a stream message encoder";

    private StreamPayloadCodec() {}

    /**
     * As the reference writes it: the length counts its own four bytes.
     *
     * @throws IllegalArgumentException if no array can hold it
     */
    public static byte[] encode(StreamPayload message) {
        long size = (long) HEADER + message.key().length + message.payload().length;
        if (size > LengthFramedCodec.LARGEST_FRAME) {
            throw new IllegalArgumentException("payload of " + message.payload().length + " bytes and key of "
                    + message.key().length + " bytes are too long to be sent");
        }
        return new FieldWriter((int) size)
                .unsignedInt(size, "length")
                .longValue(message.eventTime())
                .unsignedInt(message.key().length, "length of key")
                .raw(message.key())
                .raw(message.payload())
                .done();
    }

    /**
     * Takes all that follows the key as payload, whatever the length field says: writers disagree on what it counts.
     *
     * @throws ProtocolViolationException if the bytes are shorter than their fields
     */
    public static StreamPayload decode(byte[] bytes) throws ProtocolViolationException {
        FieldReader fields = new FieldReader(bytes, 0, bytes.length, Leniency.STRICT, "stream payload", ADVICE);
        fields.unsignedInt("length");
        return new StreamPayload(fields.longValue("event time"), fields.longBytes("key"), fields.rest());
    }
}
