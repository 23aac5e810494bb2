package io.github.camelwallaroo.routes.support.kafka;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * Something that a thread of the connector learned of a stream, on its way to the thread that polls: only that one may touch
 * Kafka's consumer.
 *
 * @param position null where there is none
 * @param reason   null where there is none
 */
record StreamNews(PartitionStream about, Kind kind, PointOfReference position, String reason) {

    enum Kind {
        OPENED,
        ACKNOWLEDGED,
        REWIND,
        STOPPED,
        ENDED
    }
}
