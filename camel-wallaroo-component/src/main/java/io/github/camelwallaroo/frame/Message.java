package io.github.camelwallaroo.frame;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message of a stream: {@code u64 streamId, u64 messageId, i64 eventTime, u16 keyLength, key, payload}.
 *
 * @param messageId unsigned, increasing within its stream, never 2^64-1
 * @param eventTime milliseconds since the epoch, 0 = none
 * @param key       any bytes, at most 65535, not copied; an empty key and no key are the same
 * @param payload   the application's bytes, not copied
 */
public record Message(StreamId streamId, long messageId, long eventTime, byte[] key, byte[] payload)
        implements
            ConnectorFrame {

    /** The key of a message that has none. */
    public static final byte[] NO_KEY = {};

    public Message {
        Objects.requireNonNull(streamId, "streamId");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(payload, "payload");
    }

    @Override
    public FrameType type() {
        return FrameType.MESSAGE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && streamId.equals(that.streamId)
                && messageId == that.messageId
                && eventTime == that.eventTime
                && Arrays.equals(key, that.key)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * Objects.hash(streamId, messageId, eventTime, Arrays.hashCode(key)) + Arrays.hashCode(payload);
    }

    /** Sizes only: keys and payloads are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return "Message[stream " + streamId + ", id " + Long.toUnsignedString(messageId) + ", event time " + eventTime
                + ", key of " + key.length + " bytes, payload of " + payload.length + " bytes]";
    }
}
