package io.github.camelwallaroo.routes.support.kafka;

import org.apache.kafka.common.TopicPartition;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * How Kafka's names and offsets and Wallaroo's correspond.
 *
 * <p>
 * A partition is a stream, {@code <connector>/<alias>/<topic>-<partition>}. <b>A record's message id is its offset + 1</b>:
 * ids start at 1, since a position of 0 would say the same as none to some workers. So the position of a stream <i>is</i> the
 * offset of the next record, which is also what Kafka understands by a committed offset: position 7 covers the records with
 * offsets 0 to 6; reading goes on at, and the group's offset is, 7.
 */
final class RecordPosition {

    private RecordPosition() {}

    /** The stream of a partition. */
    static String stream(String connector, String alias, String topic, int partition) {
        return connector + '/' + alias + '/' + topic + '-' + partition;
    }

    static String stream(String connector, String alias, TopicPartition partition) {
        return stream(connector, alias, partition.topic(), partition.partition());
    }

    /** The id of the message that carries the record with this offset. */
    static long messageId(long offset) {
        return offset + 1;
    }

    /** The offset of the record that the message with this id carries. */
    static long offset(long messageId) {
        return messageId - 1;
    }

    /** Where to read on when this position is covered. @param position not {@link PointOfReference#NONE} */
    static long nextOffset(PointOfReference position) {
        return position.value();
    }
}
