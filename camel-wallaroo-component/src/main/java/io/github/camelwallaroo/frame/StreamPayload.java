package io.github.camelwallaroo.frame;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a stream message encoder of the application wraps around a payload for a sink of generation 1:
 * {@code u32be length, i64be eventTime, u32be keyLength, key, payload}.
 *
 * @param eventTime milliseconds since the epoch, 0 = none
 * @param key       any bytes, empty for none, not copied
 * @param payload   the application's bytes, not copied
 */
public record StreamPayload(long eventTime, byte[] key, byte[] payload) {

    public StreamPayload {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(payload, "payload");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamPayload that
                && eventTime == that.eventTime
                && Arrays.equals(key, that.key)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Long.hashCode(eventTime) + Arrays.hashCode(key)) + Arrays.hashCode(payload);
    }

    /** Sizes only: keys and payloads are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return "StreamPayload[event time " + eventTime + ", key of " + key.length + " bytes, payload of "
                + payload.length
                + " bytes]";
    }
}
