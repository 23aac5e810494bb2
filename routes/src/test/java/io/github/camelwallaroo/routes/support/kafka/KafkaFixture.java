package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A group member over Kafka's own mock, in one thread, with a clock that the test moves. */
final class KafkaFixture implements ConsumerRebalanceListener {

    static final TopicPartition P0 = new TopicPartition("readings", 0);
    static final TopicPartition P1 = new TopicPartition("readings", 1);
    static final String S0 = "feed/plant/readings-0";
    static final String S1 = "feed/plant/readings-1";
    static final long HAND_OVER_MILLIS = 50;

    final FakeConnector connector;
    final StreamOwners owners;
    final AtomicLong clock = new AtomicLong();
    final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
    final MissedRecords missed = new MissedRecords(new DefaultCamelContext(), "feed");
    final MockConsumer<byte[], byte[]> kafka;
    final Consumer<byte[], byte[]> consumer;
    KafkaException commitFailure;
    /** What the group's coordinator calls. */
    ConsumerRebalanceListener rebalance;
    Runnable whenAssigned = () -> {};

    KafkaFixture() {
        this(new FakeConnector(), new StreamOwners());
    }

    /** Another consumer with the same connector. */
    KafkaFixture(FakeConnector connector, StreamOwners owners) {
        this.connector = connector;
        this.owners = owners;
        kafka = new MockConsumer<>(OffsetResetStrategy.EARLIEST) {

            @Override
            public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
                rebalance = listener;
                super.subscribe(topics, listener);
            }

            @Override
            public synchronized void commitAsync(Map<TopicPartition, OffsetAndMetadata> offsets,
                    OffsetCommitCallback callback) {
                if (commitFailure != null) {
                    if (callback == null) {
                        throw commitFailure;
                    }
                    callback.onComplete(offsets, commitFailure);
                    return;
                }
                commits.add(offsets);
                super.commitAsync(offsets, callback);
            }
        };
        PartitionStreams streams = new PartitionStreams(kafka, connector, owners,
                new StartOffsets(kafka, connector, StartPolicy.EARLIEST, missed, clock::get),
                partition -> RecordPosition.stream("feed", "plant", partition), clock::get, 500);
        consumer = ConsumerProxy.of(kafka, new PositionedConsumer<>(kafka, streams, HAND_OVER_MILLIS, clock::get));
        consumer.subscribe(List.of("readings"), this);
    }

    /** Makes these, and no others, its partitions; each holds the offsets 0 to end - 1. */
    void assign(long end, TopicPartition... partitions) {
        bounds(0, end, partitions);
        kafka.rebalance(Arrays.asList(partitions));
    }

    void bounds(long begin, long end, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            kafka.updateBeginningOffsets(Map.of(partition, begin));
            kafka.updateEndOffsets(Map.of(partition, end));
        }
    }

    void records(TopicPartition partition, long from, long to) {
        LongStream.range(from, to)
                .forEach(offset -> kafka.addRecord(
                        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, null, new byte[0])));
    }

    /** Polls once. @return partition-offset of what came */
    List<String> poll() {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ZERO);
        List<String> came = new ArrayList<>();
        records.forEach(record -> came.add(record.partition() + "-" + record.offset()));
        return came;
    }

    /** The group's offset; null if there is none. */
    Long committed(TopicPartition partition) {
        OffsetAndMetadata committed = kafka.committed(Set.of(partition)).get(partition);
        return committed == null ? null : committed.offset();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        whenAssigned.run();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}
}
