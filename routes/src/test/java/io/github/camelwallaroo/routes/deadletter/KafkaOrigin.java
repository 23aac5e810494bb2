package io.github.camelwallaroo.routes.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;

import io.github.camelwallaroo.routes.support.kafka.KafkaTopics;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;

/** A topic of one partition. */
final class KafkaOrigin implements Origin {

    private final KafkaBroker broker;
    private final KafkaTopics topics;
    private int sent;

    KafkaOrigin(KafkaBroker broker) throws Exception {
        this.broker = broker;
        this.topics = new KafkaTopics(broker.bootstrapServers(), Map.of());
        topics.create("readings", 1);
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("bootstrap_brokers", broker.bootstrapServers(), "topics", topics.name("readings"),
                "consumer_group", topics.name("group"));
    }

    @Override
    public Place give(byte[] message) {
        topics.send("readings", "plant".getBytes(UTF_8), message);
        return new Place(DeadLettersIT.CONNECTOR + "/kafka/" + topics.name("readings") + "-0", "" + sent++);
    }

    @Override
    public void close() {
        topics.close();
    }
}
