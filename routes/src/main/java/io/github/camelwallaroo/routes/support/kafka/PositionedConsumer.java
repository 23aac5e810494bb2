package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a Kafka consumer is done otherwise, since positions belong to the worker: everything happens inside {@link #poll}
 * and the callbacks of a rebalance, hence in the one thread that may touch the consumer.
 * <ul>
 * <li>commits: only what the worker acknowledged; other commits are not done;
 * <li>seeks: to the worker's position; others have an effect only while partitions are assigned, and so say where a stream
 * begins of which the worker knows nothing;
 * <li>pauses: as long as the worker takes nothing; polling goes on, and with it the membership of the group. What others
 * pause stays paused.
 * </ul>
 * Public methods stand in for those of {@link Consumer} with the same signature, see {@link ConsumerProxy}.
 */
final class PositionedConsumer<K, V> {

    private static final Logger LOG = LoggerFactory.getLogger(PositionedConsumer.class);

    /** While the worker takes nothing it is asked this often, in ms, at first and in the end. */
    private static final long SHORTEST_SLICE = 1;
    private static final long LONGEST_SLICE = 100;

    private final Consumer<K, V> consumer;
    private final PartitionStreams streams;
    private final long handOverMillis;
    private final LongSupplier millis;
    private final Set<TopicPartition> held = new HashSet<>();
    private long slice = SHORTEST_SLICE;
    private boolean assigning;
    private boolean refusalTold;

    /** @param handOverMillis how long partitions that go wait for their last acknowledgements */
    PositionedConsumer(Consumer<K, V> consumer, PartitionStreams streams, long handOverMillis, LongSupplier millis) {
        this.consumer = consumer;
        this.streams = streams;
        this.handOverMillis = handOverMillis;
        this.millis = millis;
    }

    public ConsumerRecords<K, V> poll(Duration timeout) {
        long deadline = millis.getAsLong() + timeout.toMillis();
        while (true) {
            long longest = nextSlice(streams.advance(held));
            long left = Math.max(0, deadline - millis.getAsLong());
            ConsumerRecords<K, V> records = read(Duration.ofMillis(Math.min(left, longest)));
            if (!records.isEmpty() || deadline - millis.getAsLong() <= 0) {
                return records;
            }
        }
    }

    private ConsumerRecords<K, V> read(Duration timeout) {
        try {
            return consumer.poll(timeout);
        } catch (InvalidOffsetException e) {
            streams.missing(e);
            return ConsumerRecords.empty();
        }
    }

    /** Kafka is never waited for longer than this, so that the connector's news are not late. */
    private long nextSlice(boolean waiting) {
        if (!waiting) {
            slice = SHORTEST_SLICE;
            return LONGEST_SLICE;
        }
        long next = slice;
        slice = Math.min(2 * slice, LONGEST_SLICE);
        return next;
    }

    public ConsumerRecords<K, V> poll(long timeoutMillis) {
        return poll(Duration.ofMillis(timeoutMillis));
    }

    public void subscribe(Collection<String> topics) {
        subscribe(topics, null);
    }

    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        consumer.subscribe(topics, new Rebalance(listener));
    }

    public void subscribe(Pattern topics) {
        subscribe(topics, null);
    }

    public void subscribe(Pattern topics, ConsumerRebalanceListener listener) {
        consumer.subscribe(topics, new Rebalance(listener));
    }

    public void assign(Collection<TopicPartition> partitions) {
        throw new UnsupportedOperationException("partitions " + partitions + " are to be assigned by hand; expected a"
                + " subscription of topics: a stream is ended when the group gives its partition to another");
    }

    public void pause(Collection<TopicPartition> partitions) {
        held.addAll(partitions);
        consumer.pause(partitions);
    }

    /** They are read again when the worker takes records, too. */
    public void resume(Collection<TopicPartition> partitions) {
        held.removeAll(partitions);
    }

    public void seek(TopicPartition partition, long offset) {
        if (mayBeSought("seek to offset " + offset + " of " + partition)) {
            consumer.seek(partition, offset);
        }
    }

    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        if (mayBeSought("seek to offset " + offset.offset() + " of " + partition)) {
            consumer.seek(partition, offset);
        }
    }

    public void seekToBeginning(Collection<TopicPartition> partitions) {
        if (mayBeSought("seek to the beginning of " + partitions)) {
            consumer.seekToBeginning(partitions);
        }
    }

    public void seekToEnd(Collection<TopicPartition> partitions) {
        if (mayBeSought("seek to the end of " + partitions)) {
            consumer.seekToEnd(partitions);
        }
    }

    private boolean mayBeSought(String what) {
        if (!assigning) {
            refused(what);
        }
        return assigning;
    }

    public void commitSync() {
        refused("commit");
    }

    public void commitSync(Duration timeout) {
        refused("commit");
    }

    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
        refused("commit");
    }

    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
        refused("commit");
    }

    public void commitAsync() {
        refused("commit");
    }

    public void commitAsync(OffsetCommitCallback callback) {
        refused("commit");
    }

    public void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
        refused("commit");
    }

    private void refused(String what) {
        if (refusalTold) {
            LOG.debug("Not done: {}", what);
            return;
        }
        refusalTold = true;
        LOG.info(
                "Not done: {}. With this source the worker's acknowledgements alone say what is committed and where reading"
                        + " goes on; options that do it otherwise have no effect",
                what);
    }

    public void unsubscribe() {
        streams.revoked(streams.partitions(), handOverMillis);
        consumer.unsubscribe();
    }

    public void close() {
        streams.revoked(streams.partitions(), handOverMillis);
        consumer.close();
    }

    public void close(Duration timeout) {
        streams.revoked(streams.partitions(), Math.min(handOverMillis, timeout.toMillis()));
        consumer.close(timeout);
    }

    /** Ours around the one that was given, if any: it may seek while partitions are assigned. */
    private final class Rebalance implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener given;

        Rebalance(ConsumerRebalanceListener given) {
            this.given = given;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            held.removeAll(partitions);
            streams.assigned(partitions);
            if (given != null) {
                assigning = true;
                try {
                    given.onPartitionsAssigned(partitions);
                } finally {
                    assigning = false;
                }
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            held.removeAll(partitions);
            streams.revoked(partitions, handOverMillis);
            if (given != null) {
                given.onPartitionsRevoked(partitions);
            }
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            held.removeAll(partitions);
            streams.lost(partitions);
            if (given != null) {
                given.onPartitionsLost(partitions);
            }
        }
    }
}
