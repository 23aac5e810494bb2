package io.github.camelwallaroo.routes.readme;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Programs that write to and read from a topic. */
final class KafkaPeer implements Peer {

    private final String broker;
    private final String written;
    private final String topic;

    /** @param written the topic as the README calls it */
    KafkaPeer(String broker, String written) {
        this.broker = broker;
        this.written = written;
        this.topic = written + "-" + UUID.randomUUID();
    }

    @Override
    public Map<String, String> prepare(Path folder) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            admin.createTopics(Set.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        return Map.of("127.0.0.1:9092", broker, written, topic);
    }

    @Override
    public void give(float celsius) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(Map.of("bootstrap.servers", broker),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array()))
                    .get();
        }
    }

    @Override
    public String taken() {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "auto.offset.reset", "earliest"), new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(5))) {
                return each.value();
            }
            return null;
        }
    }
}
