package io.github.camelwallaroo.routes.support.kinesis;

import java.time.Instant;
import java.time.format.DateTimeParseException;

import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Where reading of a shard begins of which nothing was read before.
 *
 * @param timestamp      null but with {@code AT_TIMESTAMP}
 * @param sequenceNumber null but with {@code AT_SEQUENCE_NUMBER} and {@code AFTER_SEQUENCE_NUMBER}
 */
record ShardStart(ShardIteratorType type, Instant timestamp, String sequenceNumber) {

    static final ShardStart OLDEST = new ShardStart(ShardIteratorType.TRIM_HORIZON, null, null);

    static ShardStart at(Instant time) {
        return new ShardStart(ShardIteratorType.AT_TIMESTAMP, time, null);
    }

    /** As the parameters say it. @throws IllegalArgumentException naming the one that does not fit */
    static ShardStart of(String type, String timestamp, String sequenceNumber, boolean shardIsNamed) {
        switch (type) {
            case "TRIM_HORIZON", "LATEST" :
                return new ShardStart(ShardIteratorType.fromValue(type), null, null);
            case "AT_TIMESTAMP" :
                return at(time(timestamp));
            case "AT_SEQUENCE_NUMBER", "AFTER_SEQUENCE_NUMBER" :
                if (sequenceNumber.isEmpty() || !shardIsNamed) {
                    throw new IllegalArgumentException("iteratorType is " + type + " without "
                            + (shardIsNamed ? "sequenceNumber" : "shard")
                            + "; expected both, for a number is one shard's");
                }
                return new ShardStart(ShardIteratorType.fromValue(type), null, sequenceNumber);
            default :
                throw new IllegalArgumentException("iteratorType is '" + type + "'; expected TRIM_HORIZON, LATEST,"
                        + " AT_TIMESTAMP, AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER");
        }
    }

    private static Instant time(String timestamp) {
        try {
            return timestamp.matches("[0-9]{1,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(timestamp))
                    : Instant.parse(timestamp);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("messageTimestamp is '" + timestamp
                    + "'; expected a time such as 2026-01-31T12:00:00Z, or milliseconds since 1970", e);
        }
    }

    boolean isLatest() {
        return type == ShardIteratorType.LATEST;
    }

    void applyTo(GetShardIteratorRequest.Builder request) {
        request.shardIteratorType(type).timestamp(timestamp).startingSequenceNumber(sequenceNumber);
    }
}
