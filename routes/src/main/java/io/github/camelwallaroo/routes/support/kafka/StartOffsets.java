package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ConnectorStreams;

/**
 * Makes reading go on behind the worker's positions, where the partitions still have or ever had records there. Of the thread
 * that polls.
 */
final class StartOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 1_000;

    private final Consumer<?, ?> consumer;
    private final ConnectorStreams connector;
    private final LongSupplier millis;
    private long retryAt;

    StartOffsets(Consumer<?, ?> consumer, ConnectorStreams connector, LongSupplier millis) {
        this.consumer = consumer;
        this.connector = connector;
        this.millis = millis;
        this.retryAt = millis.getAsLong();
    }

    /** Seeks for all streams that wait for it; when the broker does not answer, with a later call. */
    void seekDue(Collection<PartitionStream> streams) {
        List<PartitionStream> due = streams.stream()
                .filter(stream -> stream.state() == PartitionStream.State.SEEKING)
                .toList();
        if (due.isEmpty() || millis.getAsLong() - retryAt < 0) {
            return;
        }
        List<TopicPartition> partitions = due.stream().map(PartitionStream::partition).toList();
        Map<TopicPartition, Long> begins;
        Map<TopicPartition, Long> ends;
        try {
            begins = consumer.beginningOffsets(partitions, TIMEOUT);
            ends = consumer.endOffsets(partitions, TIMEOUT);
        } catch (RetriableException e) {
            retryAt = millis.getAsLong() + RETRY_MILLIS;
            LOG.warn("The broker does not say where {} begin and end: {}; trying again in {} ms", partitions,
                    e.toString(), RETRY_MILLIS);
            return;
        }
        for (PartitionStream stream : due) {
            seek(stream, begins.get(stream.partition()), ends.get(stream.partition()));
        }
    }

    private void seek(PartitionStream stream, long begin, long end) {
        long offset = RecordPosition.nextOffset(stream.wanted());
        if (offset > end) {
            stream.unknown();
            connector.stop(stream.stream(), "the worker has the records of partition " + stream.partition()
                    + " up to offset " + (offset - 1) + ", but the partition ends before offset " + end
                    + ". The topic was created anew, or its log was cut: the worker would drop new records as known."
                    + " Give the source another alias, which begins a new stream, or reset the worker's state; then"
                    + " restart the route");
            return;
        }
        if (offset < begin) {
            LOG.warn("{}: the worker wants the records from offset {} on, but the partition begins at offset {} now:"
                    + " {} records are gone by the topic's retention. Reading goes on at {}", stream, offset, begin,
                    begin - offset, begin);
        } else {
            LOG.debug("{}: reading goes on at offset {}, where the worker stands", stream, offset);
        }
        consumer.seek(stream.partition(), Math.max(offset, begin));
        if (stream.sought()) {
            connector.rewound(stream.stream());
        }
    }
}
