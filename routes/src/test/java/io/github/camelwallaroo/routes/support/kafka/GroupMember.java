package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongSupplier;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A member of a group with a thread that polls, as Camel's endpoint has one, in front of a {@link StandInWorker}. */
final class GroupMember implements AutoCloseable {

    static final int LONGEST_PAUSE_MILLIS = 3_000;
    private static final LongSupplier MILLIS = () -> System.nanoTime() / 1_000_000;

    private final StandInWorker worker;
    private final StreamOwners owners = new StreamOwners();
    private final Consumer<byte[], byte[]> consumer;
    private final Thread thread;
    private volatile boolean stopping;
    private volatile CountDownLatch hang;
    private volatile Throwable failure;

    GroupMember(StandInWorker worker, String bootstrapServers, String group, String topic) {
        this.worker = worker;
        KafkaConsumer<byte[], byte[]> kafka = new KafkaConsumer<>(Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers, ConsumerConfig.GROUP_ID_CONFIG, group, ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest", ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                LONGEST_PAUSE_MILLIS, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 100,
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName())),
                new ByteArrayDeserializer(), new ByteArrayDeserializer());
        PartitionStreams streams = new PartitionStreams(kafka, worker.connector(), owners,
                new StartOffsets(kafka, worker.connector(), StartPolicy.EARLIEST,
                        new MissedRecords(new DefaultCamelContext(), "feed"), MILLIS),
                partition -> RecordPosition.stream("feed", "kafka", partition), MILLIS, 100);
        consumer = ConsumerProxy.of(kafka, new PositionedConsumer<>(kafka, streams, 2_000, MILLIS));
        consumer.subscribe(List.of(topic));
        thread = new Thread(this::run, "member of " + group);
        thread.start();
    }

    private void run() {
        try {
            while (!stopping) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    handOver(record);
                }
                CountDownLatch until = hang;
                if (until != null) {
                    until.await();
                    hang = null;
                }
            }
            consumer.close();
        } catch (Throwable e) {
            failure = e;
        }
    }

    private void handOver(ConsumerRecord<byte[], byte[]> record) {
        PartitionStream stream = owners
                .owner(RecordPosition.stream("feed", "kafka", record.topic(), record.partition()));
        if (stream != null && stream.takesRecords()) {
            worker.write(stream.stream(), stream, RecordPosition.messageId(record.offset()));
        }
    }

    /** Polls no more until the latch opens. */
    void hang(CountDownLatch until) {
        hang = until;
    }

    boolean isHanging() {
        return hang != null;
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        if (failure != null) {
            throw new AssertionError("a member failed", failure);
        }
    }
}
