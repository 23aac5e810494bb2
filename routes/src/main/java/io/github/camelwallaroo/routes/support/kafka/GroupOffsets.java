package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * Makes the group's committed offsets follow the acknowledged positions, forwards and, when a worker fell back, backwards;
 * never ahead of them. Of the thread that polls.
 */
final class GroupOffsets {

    private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long RETRY_MILLIS = 1_000;

    private final Consumer<?, ?> consumer;
    private final LongSupplier millis;
    private boolean underWay;
    private boolean failing;
    private long retryAt;

    GroupOffsets(Consumer<?, ?> consumer, LongSupplier millis) {
        this.consumer = consumer;
        this.millis = millis;
        this.retryAt = millis.getAsLong();
    }

    /** Commits in the background what is due, one request at a time. */
    void commitDue(Collection<PartitionStream> streams) {
        if (underWay || millis.getAsLong() - retryAt < 0) {
            return;
        }
        Map<PartitionStream, PointOfReference> due = due(streams);
        if (due.isEmpty()) {
            return;
        }
        underWay = true;
        consumer.commitAsync(offsets(due), (offsets, failure) -> {
            underWay = false;
            if (failure == null) {
                done(due);
            } else {
                retryAt = millis.getAsLong() + RETRY_MILLIS;
                failed(failure);
            }
        });
    }

    /** Commits what is due before these partitions go to others. */
    void commitNow(Collection<PartitionStream> streams) {
        Map<PartitionStream, PointOfReference> due = due(streams);
        if (due.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets(due), TIMEOUT);
            done(due);
        } catch (KafkaException e) {
            LOG.info(
                    "Acknowledged positions of {} could not be committed to the group before the partitions went away: {}."
                            + " Whoever has them next begins at the worker's position",
                    due.keySet(), e.toString());
        }
    }

    private static Map<PartitionStream, PointOfReference> due(Collection<PartitionStream> streams) {
        Map<PartitionStream, PointOfReference> due = new HashMap<>();
        for (PartitionStream stream : streams) {
            if (stream.isCommitDue()) {
                due.put(stream, stream.safe());
            }
        }
        return due;
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<PartitionStream, PointOfReference> due) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        due.forEach((stream, position) -> offsets.put(stream.partition(),
                new OffsetAndMetadata(RecordPosition.nextOffset(position))));
        return offsets;
    }

    private void done(Map<PartitionStream, PointOfReference> due) {
        failing = false;
        due.forEach(PartitionStream::committed);
    }

    private void failed(Exception failure) {
        if (failing || failure instanceof CommitFailedException || failure instanceof RebalanceInProgressException) {
            // The partitions are about to go, or are gone, which the next poll will say.
            LOG.debug("Not committed: {}", failure.toString());
            return;
        }
        failing = true;
        LOG.warn("Acknowledged positions could not be committed to the group: {}. Nothing is lost, the worker has its"
                + " position; trying again every {} ms", failure.toString(), RETRY_MILLIS);
    }
}
