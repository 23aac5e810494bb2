package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.testservices.kafka.KafkaBroker;

/** The position model against a real broker, with a worker that can be made to forget at will. */
@Timeout(600)
class KafkaGroupIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PARTITIONS = 6;
    private static final int CHECKPOINT_MILLIS = 50;
    private static final int MOST_MEMBERS = 3;

    private KafkaBroker broker;
    private Admin admin;
    private KafkaProducer<byte[], byte[]> producer;
    private final StandInWorker worker = new StandInWorker();
    private final ScheduledExecutorService checkpoints = Executors.newSingleThreadScheduledExecutor();
    private final Deque<GroupMember> members = new ArrayDeque<>();
    private final String topic = "numbers-" + Long.toHexString(System.nanoTime());
    private final String group = topic + "-group";
    private final long[] sent = new long[PARTITIONS];

    @BeforeEach
    void start() throws Exception {
        broker = KafkaBroker.start();
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()));
        admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1))).all().get();
        // With more under way, a partition whose leader is new can refuse the first batch, take the second, and then the first.
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers(),
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1), new ByteArraySerializer(),
                new ByteArraySerializer());
        checkpoints.scheduleWithFixedDelay(worker::checkpoint, CHECKPOINT_MILLIS, CHECKPOINT_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        try {
            while (!members.isEmpty()) {
                members.poll().close();
            }
        } finally {
            checkpoints.shutdownNow();
            producer.close();
            admin.deleteTopics(List.of(topic));
            admin.close();
            broker.close();
        }
    }

    @Test
    void shouldGiveTheWorkerEveryRecordOnceAndInOrderWhateverHappens() throws Exception {
        int faults = Math.min(Integer.getInteger("faults", 20) / 2, 50);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        System.out.println("seed " + seed);
        join();
        for (int fault = 0; fault < faults; fault++) {
            send(random.nextInt(2_000));
            long before = worker.total();
            switch (random.nextInt(5)) {
                case 0 -> {
                    if (members.size() < MOST_MEMBERS) {
                        join();
                    } else {
                        members.poll().close();
                    }
                }
                case 1 -> {
                    worker.starve(true);
                    send(random.nextInt(500));
                    worker.starve(false);
                }
                case 2 -> hangTooLong();
                default -> worker.fallBack(random);
            }
            checkGroupOffsets();
            if (random.nextBoolean()) {
                await().atMost(PATIENCE).until(() -> worker.total() != before || isComplete());
            }
        }

        await().atMost(PATIENCE).until(this::isComplete);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(worker.log(stream(partition)))
                    .isEqualTo(LongStream.rangeClosed(1, sent[partition]).boxed().toList());
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed()).isEqualTo(sentOffsets()));
        System.out.println(faults + " faults, seed " + seed + ": 0 lost, 0 out of order; " + worker.figures());
    }

    /** Longer than the group lets a member be silent: its partitions go to others, and it learns so afterwards. */
    private void hangTooLong() {
        if (members.size() < 2) {
            return;
        }
        // One that is not there yet is not missed.
        await().atMost(PATIENCE).until(() -> groupSize() == members.size());
        GroupMember member = members.peek();
        CountDownLatch until = new CountDownLatch(1);
        member.hang(until);
        int remaining = members.size() - 1;
        await().atMost(PATIENCE).until(() -> groupSize() == remaining);
        until.countDown();
        await().atMost(PATIENCE).until(() -> !member.isHanging());
    }

    private int groupSize() throws Exception {
        return admin.describeConsumerGroups(List.of(group)).all().get().get(group).members().size();
    }

    private void join() {
        members.add(new GroupMember(worker, broker.bootstrapServers(), group, topic));
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            int partition = i % PARTITIONS;
            producer.send(new ProducerRecord<>(topic, partition, null, new byte[10]));
            sent[partition]++;
        }
        producer.flush();
    }

    private boolean isComplete() {
        return worker.total() == LongStream.of(sent).sum();
    }

    private void checkGroupOffsets() throws Exception {
        Map<TopicPartition, Long> committed = committed();
        committed.forEach((partition, offset) -> assertThat(offset).as("the group's offset of %s", partition)
                .isLessThanOrEqualTo(worker.everAcknowledged(stream(partition.partition()))));
    }

    private Map<TopicPartition, Long> committed() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> plain = new HashMap<>();
        offsets.forEach((partition, offset) -> plain.put(partition, offset.offset()));
        return plain;
    }

    private Map<TopicPartition, Long> sentOffsets() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (sent[partition] > 0) {
                offsets.put(new TopicPartition(topic, partition), sent[partition]);
            }
        }
        return offsets;
    }

    private String stream(int partition) {
        return RecordPosition.stream("feed", "kafka", topic, partition);
    }
}
