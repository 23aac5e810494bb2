package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Topics of one test, what is sent to them and what is in them. */
public final class KafkaTopics implements AutoCloseable {

    private static final int PARTITIONS = 4;
    private static final int KEYS = 97;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** 2023, so that nobody takes it for the time of the test. */
    private static final long FIRST_TIME = 1_700_000_000_000L;

    private final String suffix = "-" + Long.toHexString(System.nanoTime());
    private final List<String> created = new ArrayList<>();
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Object> client;
    private int sent;
    private volatile Exception failure;
    private final Callback failed = (metadata, e) -> failure = e == null ? failure : e;

    /** @param more of the clients' properties, such as a login */
    public KafkaTopics(String bootstrapServers, Map<String, Object> more) {
        client = new HashMap<>(more);
        client.put("bootstrap.servers", bootstrapServers);
        admin = Admin.create(client);
        Map<String, Object> producing = new HashMap<>(client);
        producing.put("linger.ms", 5);
        // With more, a partition whose leader is new can refuse the first batch and take the second, and then never the first.
        producing.put("max.in.flight.requests.per.connection", 1);
        producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Its full name, whether it is there or not. */
    public String name(String topic) {
        return topic + suffix;
    }

    String create(String topic) throws ExecutionException, InterruptedException {
        return create(topic, PARTITIONS);
    }

    public String create(String topic, int partitions) throws ExecutionException, InterruptedException {
        return create(topic, partitions, Map.of());
    }

    /** @param configuration of the topic: what is set later takes its time */
    String create(String topic, int partitions, Map<String, String> configuration)
            throws ExecutionException, InterruptedException {
        Map<String, String> whole = new HashMap<>(configuration);
        // The records say that they are old, and the broker must not remove them for that.
        whole.put("retention.ms", "-1");
        admin.createTopics(List.of(new NewTopic(name(topic), partitions, (short) 1).configs(whole))).all().get();
        created.add(name(topic));
        awaitKnown(admin, name(topic));
        return name(topic);
    }

    /** A topic that was created is known to the controller; the broker learns of it a moment later. */
    static void awaitKnown(Admin admin, String topic) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(e -> e.getCause() instanceof UnknownTopicOrPartitionException)
                .until(() -> admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic)
                        .partitions()
                        .stream()
                        .allMatch(partition -> partition.leader() != null));
    }

    /** Sends so many more records, numbered, with keys, times, and values that no text has. */
    void send(String topic, int count) {
        send(topic, count, Map.of());
    }

    public void send(String topic, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(name(topic), 0, null, key, value), failed);
        flush();
    }

    void send(String topic, int count, Map<String, String> headers) {
        for (int i = 0; i < count; i++, sent++) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(name(topic), null, FIRST_TIME + sent,
                    key(sent).getBytes(UTF_8), value(sent));
            headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
            producer.send(record, failed);
        }
        flush();
    }

    private void flush() {
        producer.flush();
        if (failure != null) {
            throw new AssertionError("the broker did not take what the test sent", failure);
        }
    }

    int sent() {
        return sent;
    }

    private static byte[] value(int number) {
        byte[] value = new byte[8 + number % 100];
        Arrays.fill(value, (byte) 0xC3);
        ByteBuffer.wrap(value).putInt(0).putInt(number);
        return value;
    }

    /** Whether the value is that of the record with this number. */
    static boolean isValue(byte[] value) {
        return Arrays.equals(value, value(number(value)));
    }

    static int number(byte[] value) {
        return ByteBuffer.wrap(value).getInt(4);
    }

    static String key(int number) {
        return "key " + number % KEYS;
    }

    /** Everything that is in a topic now. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, consumer.partitionsFor(name(topic)).size())
                    .mapToObj(partition -> new TopicPartition(name(topic), partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(all::add);
            }
        }
        return all;
    }

    /** How many records were sent to a topic until now. */
    long size(String topic) throws ExecutionException, InterruptedException {
        int partitions = admin.describeTopics(List.of(name(topic)))
                .allTopicNames()
                .get()
                .get(name(topic))
                .partitions()
                .size();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < partitions; partition++) {
            ends.put(new TopicPartition(name(topic), partition), OffsetSpec.latest());
        }
        return admin.listOffsets(ends).all().get().values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
    }

    /** Removes records as the topic's retention does. @param before the first offset that stays */
    void remove(String topic, int partition, long before) throws ExecutionException, InterruptedException {
        admin.deleteRecords(Map.of(new TopicPartition(name(topic), partition), RecordsToDelete.beforeOffset(before)))
                .all()
                .get();
    }

    public void configure(String topic, String name, String value) throws ExecutionException, InterruptedException {
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, name(topic)),
                List.of(new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET)))).all().get();
    }

    /** The group's offsets by topic-partition, where it has any. */
    Map<String, Long> groupOffsets(String group) throws ExecutionException, InterruptedException {
        Map<String, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition.toString(), offset.offset()));
        return offsets;
    }

    Admin admin() {
        return admin;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
        admin.deleteTopics(created);
        admin.close(Duration.ofSeconds(5));
    }
}
