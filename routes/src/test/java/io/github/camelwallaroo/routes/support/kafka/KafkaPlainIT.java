package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.builder.NotifyBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;

/** Both connectors with protocol 0.6, which has neither acknowledgements nor keys. */
@Timeout(300)
class KafkaPlainIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int RECORDS = 500;

    private static KafkaBroker broker;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo");

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
        worker = EmbeddedWorker.start(Application.named("plain")
                .source("plain", SourceConnectorConfig.named("feed"), byte[].class)
                .toSink(SinkConnectorConfig.named("alerts"))
                .build());
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        worker.kill();
        topics.close();
    }

    /** Generation 0.6 acknowledges nothing: what was written is what is committed. */
    @Test
    void shouldCommitWhatWasWrittenWhereNothingIsAcknowledged() throws Exception {
        topics.create("in");
        topics.create("out");
        topics.send("in", 1_000);
        sink(Map.of());
        source();

        await().atMost(PATIENCE).until(() -> topics.size("out") == 1_000);
        awaitCommitted(1_000);
        worker.kill();
        // What is written before the connector notices would be lost.
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Templates.health(context, "wallaroo-source-feed"))
                        .startsWith("DOWN"));
        topics.send("in", 1_000);
        worker = worker.restart();
        await().atMost(PATIENCE).until(() -> topics.size("out") == 2_000);
        awaitCommitted(2_000);
    }

    @Test
    void shouldSayNowAndThenThatACompactedTopicWantsKeys() throws Exception {
        topics.create("in");
        topics.create("out", 4, Map.of("cleanup.policy", "compact"));
        topics.send("in", RECORDS);

        NotifyBuilder refused = new NotifyBuilder(context).from("wallaroo://alerts*").whenDone(RECORDS).create();
        sink(Map.of("batchSize", "1"));
        source();

        // Nothing is acknowledged here: what the sink had not read would be lost with it.
        await().atMost(PATIENCE).until(refused::matches);
        context.stop();
        assertThat(warnings()).hasSizeLessThan(10)
                .noneMatch(line -> line.contains("cannot be used"))
                .anyMatch(line -> line.contains("(" + RECORDS + " since the start)"));
        assertThat(topics.size("out")).isZero();
    }

    @Test
    void shouldGiveMessagesTheKeyThatItIsTold() throws Exception {
        topics.create("in");
        topics.create("out", 4, Map.of("cleanup.policy", "compact"));
        topics.send("in", RECORDS);

        sink(Map.of("key", "${body.length} bytes"));
        source();

        await().atMost(PATIENCE).until(() -> topics.size("out") == RECORDS);
        assertThat(topics.read("out")).isNotEmpty()
                .allSatisfy(record -> assertThat(new String(record.key(), UTF_8))
                        .isEqualTo(record.value().length + " bytes"));
        assertThat(warnings()).noneMatch(line -> line.contains("WARN alerts:"));
    }

    private void awaitCommitted(long records) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.groupOffsets(topics.name("group"))
                        .values()
                        .stream()
                        .mapToLong(Long::longValue)
                        .sum()).isEqualTo(records));
    }

    private void source() throws Exception {
        Templates.add(context, "kafka_source",
                Map.of("connector", "feed", "topics", topics.name("in"), "bootstrap_brokers",
                        broker.bootstrapServers(), "consumer_group", topics.name("group"), "wallarooPort",
                        String.valueOf(worker.sourcePort("feed"))));
    }

    private void sink(Map<String, Object> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>(Map.of("connector", "alerts", "topic", topics.name("out"),
                "bootstrap_brokers", broker.bootstrapServers(), "listenPort",
                String.valueOf(worker.sinkPort("alerts"))));
        parameters.putAll(more);
        Templates.add(context, "kafka_sink", parameters);
    }

    private List<String> warnings() {
        return BrokerLines.warnings(log);
    }
}
