package io.github.camelwallaroo.routes.support.kafka;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;

import io.github.camelwallaroo.WallarooConstants;

/**
 * What the standard {@code kafka:} endpoint lacks as a sink: a producer that is there before its broker is, says what is
 * wrong with it, and lets messages wait instead of failing them for that; and records that are made of a message's bytes and
 * key. It has two places in a route:
 *
 * <pre>{@code
 * from("wallaroo:alerts?...")
 *         .process("sink")
 *         .to("kafka:alerts?kafkaClientFactory=#sink&clientId=alerts&...");
 * }</pre>
 *
 * <p>
 * Set the properties before the route starts. One of these for each route. Any thread.
 */
public class KafkaSink extends KafkaClients implements Processor {

    /** A record's header with the id of its message, where it has one; the same whenever the message comes again. */
    public static final String MESSAGE_ID = "wallaroo-message-id";

    private String topic = "";
    private boolean base64;
    private PatientProducer producer;

    /** The topic that the endpoint writes to. */
    public void setTopic(String topic) {
        this.topic = topic;
    }

    /** How a message's key becomes bytes: {@code text} (UTF-8) or {@code base64}. */
    public void setKeys(String keys) {
        if (!keys.equals("text") && !keys.equals("base64")) {
            throw new IllegalArgumentException("keys is '" + keys + "'; expected text or base64");
        }
        this.base64 = keys.equals("base64");
    }

    /** @throws IllegalArgumentException if key or body have no bytes */
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        message.setBody(RecordBody.bytes(exchange));
        String key = message.getHeader(WallarooConstants.KEY, String.class);
        if (key != null && !key.isEmpty()) {
            message.setHeader(KafkaConstants.KEY, key(key));
        }
        Long time = message.getHeader(WallarooConstants.EVENT_TIME, Long.class);
        if (time != null && time > 0) {
            message.setHeader(KafkaConstants.OVERRIDE_TIMESTAMP, time);
        }
        Object id = message.getHeader(WallarooConstants.MESSAGE_ID);
        if (id instanceof String) {
            message.setHeader(MESSAGE_ID, id);
        }
    }

    private byte[] key(String key) {
        if (!base64) {
            return key.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the message's key of " + key.length() + " characters is not base64 ("
                    + e.getMessage() + "); expected what kafka_source with keys=base64 makes, or keys=text", e);
        }
    }

    @Override
    @SuppressWarnings("rawtypes")
    public synchronized Producer getProducer(Properties kafkaProps) {
        if (!areOurs(kafkaProps)) {
            return createProducer(kafkaProps);
        }
        close();
        producer = new PatientProducer(largestBatch -> createProducer(withBatches(ours(kafkaProps), largestBatch)),
                new WriteAccess(() -> ours(kafkaProps), topic),
                new BrokerTrouble(brokers(), topic), status(), getCamelContext()::isStopping,
                getCamelContext().getExecutorServiceManager().newScheduledThreadPool(this, "Kafka " + connector(), 2));
        producer.start(TimeUnit.SECONDS.toMillis(1));
        return producer.asProducer();
    }

    /** One that is refused for its size would be split into such of {@code batch.size} bytes, and refused again. */
    private static Properties withBatches(Properties client, int largest) {
        int wanted = Integer.parseInt(client.getProperty(ProducerConfig.BATCH_SIZE_CONFIG, "16384"));
        client.put(ProducerConfig.BATCH_SIZE_CONFIG, String.valueOf(Math.min(wanted, largest)));
        return client;
    }

    /** Kafka's own. */
    @SuppressWarnings("rawtypes")
    Producer createProducer(Properties properties) {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try {
            // Kafka finds serializers and login modules with its own loader then.
            Thread.currentThread().setContextClassLoader(Producer.class.getClassLoader());
            return super.getProducer(properties);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** Ends what watches the broker. */
    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.end();
            producer = null;
        }
    }
}
