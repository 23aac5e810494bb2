package io.github.camelwallaroo.examples.swap;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A topic of one partition. */
final class KafkaTopic implements Feed, Drain {

    private final Map<String, Object> broker;
    private final String variable;
    private final String topic;

    /** @param variable which tells the connector the topic */
    KafkaTopic(String bootstrapServers, String variable) throws Exception {
        this.broker = Map.of("bootstrap.servers", bootstrapServers);
        this.variable = variable;
        this.topic = Names.unique("swap");
        try (Admin admin = Admin.create(broker)) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("KAFKA", broker.get("bootstrap.servers").toString(), variable, topic);
    }

    @Override
    public void give(float celsius) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(broker, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, Names.packed(celsius))).get();
        }
    }

    @Override
    public List<String> taken() {
        List<String> taken = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(broker, new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(each -> taken.add(each.value()));
            }
        }
        return taken;
    }

    @Override
    public void close() throws Exception {
        try (Admin admin = Admin.create(broker)) {
            admin.deleteTopics(Set.of(topic)).all().get();
        }
    }
}
