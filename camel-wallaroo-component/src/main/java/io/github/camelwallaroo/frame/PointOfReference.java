package io.github.camelwallaroo.frame;

/**
 * A position in a stream: the id of the last message that is covered, unsigned 64 bits, or {@link #NONE}. Source: rules
 * S5, S6, S7.
 *
 * @param value the message id; as {@link #NONE} it is no id
 */
public record PointOfReference(long value) {

    /** 2^64-1: nothing was processed yet. Never the id of a message. */
    public static final PointOfReference NONE = new PointOfReference(-1);

    public static PointOfReference of(long messageId) {
        return messageId == -1 ? NONE : new PointOfReference(messageId);
    }

    public boolean isNone() {
        return value == -1;
    }

    /** Whether the message with this id lies at or before this position. */
    public boolean covers(long messageId) {
        return !isNone() && Long.compareUnsigned(messageId, value) <= 0;
    }

    /** Whether this position lies behind the other one; {@link #NONE} lies before all. */
    public boolean isAfter(PointOfReference other) {
        return !isNone() && !other.covers(value);
    }

    @Override
    public String toString() {
        return isNone() ? "NONE" : Long.toUnsignedString(value);
    }
}
