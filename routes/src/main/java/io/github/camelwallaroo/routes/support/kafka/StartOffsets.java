package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ConnectorStreams;

/**
 * Makes reading go on behind the worker's positions, where the partitions still have or ever had records there; and where it
 * goes on when they have not. Of the thread that polls.
 */
final class StartOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(StartOffsets.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 1_000;

    private final Consumer<?, ?> consumer;
    private final ConnectorStreams connector;
    private final StartPolicy policy;
    private final MissedRecords missed;
    private final LongSupplier millis;
    private long retryAt;

    /** Where partitions begin and end now. */
    private record Bounds(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {

        long begin(TopicPartition partition) {
            return begins.get(partition);
        }

        long end(TopicPartition partition) {
            return ends.get(partition);
        }
    }

    StartOffsets(Consumer<?, ?> consumer, ConnectorStreams connector, StartPolicy policy, MissedRecords missed,
            LongSupplier millis) {
        this.consumer = consumer;
        this.connector = connector;
        this.policy = policy;
        this.missed = missed;
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
        Bounds bounds = bounds(due.stream().map(PartitionStream::partition).toList());
        if (bounds == null) {
            return;
        }
        for (PartitionStream stream : due) {
            seek(stream, bounds.begin(stream.partition()), bounds.end(stream.partition()));
        }
    }

    private Bounds bounds(Collection<TopicPartition> partitions) {
        try {
            return new Bounds(consumer.beginningOffsets(partitions, TIMEOUT), consumer.endOffsets(partitions, TIMEOUT));
        } catch (RetriableException e) {
            retryAt = millis.getAsLong() + RETRY_MILLIS;
            LOG.warn("The broker does not say where {} begin and end: {}; trying again in {} ms", partitions,
                    e.toString(), RETRY_MILLIS);
            return null;
        }
    }

    private void seek(PartitionStream stream, long begin, long end) {
        long offset = RecordPosition.nextOffset(stream.wanted());
        if (offset > end) {
            createdAnew(stream, offset, end);
            return;
        }
        if (offset < begin) {
            missed.add(stream.partition(), offset, begin);
        } else {
            LOG.debug("{}: reading goes on at offset {}, where the worker stands", stream, offset);
        }
        consumer.seek(stream.partition(), Math.max(offset, begin));
        if (stream.sought()) {
            connector.rewound(stream.stream());
        }
    }

    private void createdAnew(PartitionStream stream, long offset, long end) {
        stream.unknown();
        connector.stop(stream.stream(), "the worker has the records of partition " + stream.partition()
                + " up to offset " + (offset - 1) + ", but the partition ends before offset " + end
                + ". The topic was created anew, or its log was cut: the worker would drop new records as known."
                + " Give the source another alias, which begins a new stream, or reset the worker's state; then"
                + " restart the route");
    }

    /**
     * A poll found no records where it was to read.
     *
     * @param streams all that are read; others are somebody else's by now
     */
    void missing(InvalidOffsetException failure, Map<TopicPartition, PartitionStream> streams) {
        if (!(failure instanceof OffsetOutOfRangeException outside)) {
            begin(failure.partitions());
            return;
        }
        Bounds bounds = millis.getAsLong() - retryAt < 0 ? null : bounds(failure.partitions());
        if (bounds == null) {
            return;
        }
        outside.offsetOutOfRangePartitions().forEach((partition, offset) -> {
            PartitionStream stream = streams.get(partition);
            if (stream != null) {
                goOn(stream, offset, bounds.begin(partition), bounds.end(partition));
            }
        });
    }

    private void begin(Collection<TopicPartition> partitions) {
        if (policy == StartPolicy.EARLIEST) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
        }
    }

    /** What is under way may still be acknowledged, so nothing but the place to read from changes. */
    private void goOn(PartitionStream stream, long offset, long begin, long end) {
        if (offset > end && !connector.isSafeWhenDone()) {
            createdAnew(stream, offset, end);
        } else if (offset > end) {
            LOG.warn("{} ends before offset {}, but was read up to {}: the topic was created anew, or its log was cut."
                    + " Reading goes on at {}", stream.partition(), end, offset - 1, begin);
            consumer.seek(stream.partition(), begin);
        } else {
            if (offset < begin) {
                missed.add(stream.partition(), offset, begin);
            }
            consumer.seek(stream.partition(), Math.max(offset, begin));
        }
    }
}
