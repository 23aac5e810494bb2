package io.github.camelwallaroo.frame;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message of generation 0.5: {@code u16le metaLength, partition (UTF-8), i64le sequence, payload} after the length field.
 * Receivers drop partition and sequence and hand the payload on.
 *
 * @param partition the partition's name, empty for none
 * @param sequence  the position in the partition, {@link #NO_SEQUENCE} for none
 * @param payload   the application's bytes, not copied
 */
public record Message05(String partition, long sequence, byte[] payload) implements OneWayMessage {

    /** The sequence of a message that has none. */
    public static final long NO_SEQUENCE = -1;

    public Message05 {
        Objects.requireNonNull(partition, "partition");
        Objects.requireNonNull(payload, "payload");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message05 that
                && sequence == that.sequence
                && partition.equals(that.partition)
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * partition.hashCode() + Long.hashCode(sequence)) + Arrays.hashCode(payload);
    }

    /** Sizes only: partitions and payloads are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return "Message05[partition of " + partition.length() + " characters, sequence " + sequence + ", payload of "
                + payload.length + " bytes]";
    }
}
