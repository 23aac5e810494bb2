package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.ConnectorProcess;
import io.github.camelwallaroo.routes.support.DeadLetter;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;

/** {@code kafka_sink} with protocol 1 and resilience: killed, and refused a message. */
@Timeout(300)
class KafkaSinkIT {

    private static final int RECORDS = 10_000;
    private static final int KILLS = 2;
    private static final int UNDER_WAY = 50;
    /** With what is under way at a time, such batches take half a minute for what is sent between two kills. */
    private static final int LINGER_BEFORE_KILL = 500;
    private static final int LINGER = 5;
    private static final int FLUSH = 100;
    private static final int MOST_BYTES = 2_000;
    private static final int TOO_LARGE = 3_000;

    private static KafkaBroker broker;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    @TempDir
    private Path folder;

    private KafkaTopics topics;
    private KafkaPipeline pipeline;
    private ConnectorProcess process;

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
        topics.create("in", 1);
        pipeline = new KafkaPipeline(topics, folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (process != null) {
            process.kill();
        }
        pipeline.close();
        topics.close();
    }

    @Test
    void shouldLoseNothingWhenItsProcessIsKilledInTheMiddle() throws Exception {
        topics.create("out", 1);
        pipeline.source(brokers());
        startProcess(LINGER_BEFORE_KILL);
        for (int kill = 0; kill < KILLS; kill++) {
            long before = topics.size("out");
            topics.send("in", RECORDS / (KILLS + 1));
            await().atMost(KafkaPipeline.PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> topics.size("out") > before);
            process.kill();
            assertThat(topics.size("out")).isLessThan(topics.sent());
            startProcess(kill + 1 < KILLS ? LINGER_BEFORE_KILL : LINGER);
        }
        topics.send("in", RECORDS - topics.sent());

        await().atMost(KafkaPipeline.PATIENCE).until(() -> numbersById().size() == RECORDS);
        List<ConsumerRecord<byte[], byte[]>> records = topics.read("out");
        assertThat(numbersById().values()).doesNotHaveDuplicates();
        assertThat(firstComings(records)).isSorted();
        assertThat(records.size() - RECORDS).isLessThanOrEqualTo(KILLS * (UNDER_WAY + FLUSH));
        System.out.println("kafka_sink killed " + KILLS + " times: " + RECORDS + " sent, 0 lost, "
                + (records.size() - RECORDS) + " twice");
    }

    @Test
    void shouldStandStillAtAMessageThatIsTooLargeAndGoOnWhenTheTopicTakesIt() throws Exception {
        topics.create("out", 1, Map.of("max.message.bytes", String.valueOf(MOST_BYTES)));
        pipeline.sink(brokers());
        pipeline.source(brokers());
        topics.send("in", 100);
        topics.send("in", "k".getBytes(UTF_8), new byte[TOO_LARGE]);
        topics.send("in", 100);

        pipeline.awaitDown("wallaroo-sink-alerts", "delivery stands still", "larger", "tried again every 1000 ms");
        pipeline.awaitUp(KafkaPipeline.ALERTS);
        topics.configure("out", "max.message.bytes", String.valueOf(2 * TOO_LARGE));

        await().atMost(KafkaPipeline.PATIENCE).until(() -> numbersById().size() == 201);
        await().atMost(KafkaPipeline.PATIENCE)
                .untilAsserted(() -> assertThat(pipeline.health("wallaroo-sink-alerts")).startsWith("UP"));
        assertThat(
                log.lines().stream().filter(line -> line.startsWith("WARN alerts: ") && line.contains("not delivered")))
                .first()
                .asString()
                .contains("larger");
    }

    @Test
    void shouldGiveAMessageThatIsTooLargeToTheDeadLetterAndGoOn() throws Exception {
        topics.create("out", 1, Map.of("max.message.bytes", String.valueOf(MOST_BYTES)));
        MockEndpoint dead = pipeline.context().getEndpoint("mock:dead", MockEndpoint.class);
        Map<String, String> parameters = brokers();
        parameters.put("dead_letter", "mock:dead");
        pipeline.sink(parameters);
        pipeline.source(brokers());
        topics.send("in", 100);
        topics.send("in", "k".getBytes(UTF_8), new byte[TOO_LARGE]);
        topics.send("in", 100);

        await().atMost(KafkaPipeline.PATIENCE).until(() -> numbersById().size() == 200);
        await().atMost(KafkaPipeline.PATIENCE).until(() -> dead.getReceivedCounter() == 1);
        Message refused = dead.getReceivedExchanges().get(0).getMessage();
        assertThat(refused.getBody(byte[].class)).hasSize(TOO_LARGE);
        assertThat(refused.getHeader(DeadLetter.CAUSE, String.class)).contains("larger");
        assertThat(topics.read("out")).hasSize(200);
    }

    private void startProcess(int linger) throws IOException {
        Map<String, String> more = brokers();
        more.put("linger", String.valueOf(linger));
        more.put("maxInFlight", String.valueOf(UNDER_WAY));
        more.put("deliveredFlushMessages", String.valueOf(FLUSH));
        process = ConnectorProcess.start(Path.of("target", "kafka-sink.log").toFile(), "kafka_sink", "alerts",
                pipeline.sinkParameters(more));
    }

    private Map<String, String> brokers() {
        return new HashMap<>(Map.of("bootstrap_brokers", broker.bootstrapServers()));
    }

    /** What came under which id; the same whenever it came. */
    private Map<String, String> numbersById() {
        Map<String, String> numbers = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : topics.read("out")) {
            String id = new String(record.headers().lastHeader(KafkaSink.MESSAGE_ID).value(), UTF_8);
            String content = KafkaTopics.number(record.value()) + " of " + record.value().length;
            assertThat(numbers.put(id, content)).isIn(null, content);
        }
        return numbers;
    }

    private static List<Integer> firstComings(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> KafkaTopics.number(record.value())).distinct().toList();
    }
}
