package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A topic with numbered records, {@code partition:number}: the number is the record's offset. */
final class Numbers implements AutoCloseable {

    private final String topic = "numbers-" + Long.toHexString(System.nanoTime());
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final long[] sent;
    private volatile Exception failure;
    private final Callback failed = (metadata, e) -> failure = e == null ? failure : e;

    Numbers(String bootstrapServers, int partitions) throws ExecutionException, InterruptedException {
        sent = new long[partitions];
        admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        create(partitions);
        // With more under way, a partition whose leader is new can refuse the first batch, take the second, and then the first.
        producer = new KafkaProducer<>(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG, 5, ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1),
                new ByteArraySerializer(), new ByteArraySerializer());
    }

    String topic() {
        return topic;
    }

    String group() {
        return topic + "-group";
    }

    /** Sends so many, in turns to all partitions, and waits until the broker has them. */
    void send(int count) {
        for (int i = 0; i < count; i++) {
            int partition = i % sent.length;
            String number = partition + ":" + sent[partition]++;
            producer.send(new ProducerRecord<>(topic, partition, null, number.getBytes(UTF_8)), failed);
        }
        producer.flush();
        if (failure != null) {
            throw new AssertionError("the broker did not take what the test sent", failure);
        }
    }

    int partitions() {
        return sent.length;
    }

    long sent(int partition) {
        return sent[partition];
    }

    /** The group's offsets where it has any. */
    Map<Integer, Long> groupOffsets() throws ExecutionException, InterruptedException {
        Map<Integer, Long> offsets = new HashMap<>();
        admin.listConsumerGroupOffsets(group())
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> offsets.put(partition.partition(), offset.offset()));
        return offsets;
    }

    /** Members of the group at present. */
    int members() throws ExecutionException, InterruptedException {
        return describe().size();
    }

    /** Of the only member: another one after it left and came back. */
    String memberId() throws ExecutionException, InterruptedException {
        return describe().iterator().next().consumerId();
    }

    private Collection<MemberDescription> describe() throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(List.of(group())).all().get().get(group()).members();
    }

    /** As a person would who wants it empty: the offsets begin at 0 again. */
    void createAnew() throws ExecutionException, InterruptedException {
        admin.deleteTopics(List.of(topic)).all().get();
        create(sent.length);
        // The broker still has what was deleted for a moment, and takes records for it.
        await().atMost(Duration.ofSeconds(60)).until(() -> records() == 0);
        Arrays.fill(sent, 0);
    }

    private long records() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (int partition = 0; partition < sent.length; partition++) {
            ends.put(partition(partition), OffsetSpec.latest());
        }
        return admin.listOffsets(ends).all().get().values().stream().mapToLong(ListOffsetsResultInfo::offset).sum();
    }

    private void create(int partitions) throws ExecutionException, InterruptedException {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        KafkaTopics.awaitKnown(admin, topic);
    }

    TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    String stream(int partition) {
        return RecordPosition.stream(KafkaFeedRoute.CONNECTOR, KafkaFeedRoute.ALIAS, topic, partition);
    }

    /** What came out, by partition, in the order in which it came. */
    List<List<Long>> byPartition(List<String> outputs) {
        List<List<Long>> numbers = new ArrayList<>();
        for (int i = 0; i < sent.length; i++) {
            numbers.add(new ArrayList<>());
        }
        for (String output : outputs) {
            int colon = output.indexOf(':');
            numbers.get(Integer.parseInt(output.substring(0, colon))).add(Long.parseLong(output.substring(colon + 1)));
        }
        return numbers;
    }

    @Override
    public void close() {
        producer.close();
        admin.deleteTopics(List.of(topic));
        admin.close();
    }
}
