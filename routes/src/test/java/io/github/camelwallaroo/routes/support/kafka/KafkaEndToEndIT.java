package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/** Kafka, kafka_source, an embedded worker, kafka_sink, Kafka: what comes out against what went in. */
@Timeout(300)
class KafkaEndToEndIT {

    private static final int RECORDS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static KafkaBroker broker;

    @TempDir
    private Path folder;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private KafkaTopics topics;
    private EmbeddedWorker worker;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        topics = new KafkaTopics(broker.bootstrapServers(), Map.of());
        topics.create("in");
        topics.create("out");
        worker = EmbeddedWorker.start(Application.named("carry")
                .source("carry", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("key-value"),
                        KeyValue.class)
                .toSink(SinkConnectorConfig.named("alerts").protocol(Protocol.V1).format("key-value"))
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(300)));
        Templates.add(context, "kafka_sink",
                Map.of("connector", "alerts", "topic", topics.name("out"), "bootstrap_brokers",
                        broker.bootstrapServers(), "listenPort", String.valueOf(worker.sinkPort("alerts")), "format",
                        "key-value", "protocol", "1", "resilience", "true", "transactionLog",
                        folder.resolve("alerts").toString()));
        Templates.add(context, "kafka_source",
                Map.of("connector", "feed", "topics", topics.name("in"), "bootstrap_brokers",
                        broker.bootstrapServers(), "consumer_group", topics.name("group"), "wallarooPort",
                        String.valueOf(worker.sourcePort("feed")), "protocol", "1", "resilience", "true", "format",
                        "key-value"));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        worker.kill();
        topics.close();
    }

    @Test
    void shouldCarryRecordsAndKeysUnchangedAndInOrder() throws Exception {
        topics.send("in", RECORDS);

        await().atMost(PATIENCE).until(() -> topics.size("out") >= RECORDS);

        assertThat(repeated(topics.read("out"), RECORDS)).isZero();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.groupOffsets(topics.name("group"))
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .sum()).isEqualTo(RECORDS));
    }

    @Test
    void shouldLoseNothingWhenTheBrokerStopsAndComesBack() throws Exception {
        assumeTrue(broker.isOurs(), "somebody else's broker is not stopped");
        AtomicBoolean killed = new AtomicBoolean();
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            while (!killed.get()) {
                // As many as in the other tests; then a trickle, so that there is always one on its way.
                topics.send("in", topics.sent() < RECORDS ? 100 : 1);
            }
            topics.send("in", 100);
        });
        await().atMost(PATIENCE).until(() -> topics.size("out") > 0);

        broker.kill();
        killed.set(true);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Templates.health(context, "wallaroo-service-feed"))
                        .startsWith("DOWN")
                        .contains("bootstrap_brokers"));
        broker.restart();
        sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        int sent = topics.sent();

        await().atMost(PATIENCE).until(() -> covered(topics.read("out")) == sent);
        // Of a broker that is alone and killed even an idempotent producer does not know what it took; the test's is one, too.
        int sentTwice = repeated(topics.read("in"), sent);
        int twice = repeated(topics.read("out"), sent);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Templates.health(context, "wallaroo-service-feed")).startsWith("UP"));
        System.out.println("broker killed in the middle: " + sent + " sent, 0 lost, " + twice + " twice, of which "
                + sentTwice + " were sent twice");
    }

    @Test
    void shouldLoseNothingWhenTheWorkerIsKilledAndComesBack() throws Exception {
        topics.send("in", RECORDS / 2);
        await().atMost(PATIENCE).until(() -> topics.size("out") > 0);

        worker.kill();
        topics.send("in", RECORDS / 2);
        worker = worker.restart();

        await().atMost(PATIENCE).until(() -> covered(topics.read("out")) == RECORDS);
        System.out.println(
                "worker killed in the middle: " + RECORDS + " sent, 0 lost, " + repeated(topics.read("out"), RECORDS)
                        + " twice");
    }

    private static int covered(List<ConsumerRecord<byte[], byte[]>> records) {
        BitSet seen = new BitSet();
        records.forEach(record -> seen.set(KafkaTopics.number(record.value())));
        return seen.cardinality();
    }

    /**
     * Every one of them there, as it was sent, each key's in order. Only what was there already may come again.
     *
     * @return how many came again
     */
    private static int repeated(List<ConsumerRecord<byte[], byte[]>> records, int sent) {
        Map<String, Integer> highest = new HashMap<>();
        BitSet seen = new BitSet();
        int repeated = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            int number = KafkaTopics.number(record.value());
            assertThat(KafkaTopics.isValue(record.value())).as("record %d as it was sent", number).isTrue();
            String key = new String(record.key(), UTF_8);
            assertThat(key).isEqualTo(KafkaTopics.key(number));
            if (seen.get(number)) {
                repeated++;
            } else {
                Integer before = highest.put(key, number);
                assertThat(before == null || before < number).as("%d of %s behind %d", number, key, before).isTrue();
                seen.set(number);
            }
        }
        assertThat(seen.cardinality()).isEqualTo(sent);
        return repeated;
    }
}
