package io.github.camelwallaroo.frame;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message of generation 0.6: {@code i64le eventTime, payload} after the length field.
 *
 * @param eventTime milliseconds since the epoch, {@link #NO_EVENT_TIME} for none; workers accept every value
 * @param payload   the application's bytes, not copied
 */
public record Message06(long eventTime, byte[] payload) implements OneWayMessage {

    /** The event time of a message that has none. */
    public static final long NO_EVENT_TIME = 0;

    public Message06 {
        Objects.requireNonNull(payload, "payload");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message06 that
                && eventTime == that.eventTime
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(eventTime) + Arrays.hashCode(payload);
    }

    /** Sizes only: payloads are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return "Message06[event time " + eventTime + ", payload of " + payload.length + " bytes]";
    }
}
