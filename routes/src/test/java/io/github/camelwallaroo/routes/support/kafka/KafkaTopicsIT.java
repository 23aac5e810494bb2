package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

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
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.worker.WorkerOptions;

/** What topics and records can be like: named by a pattern, late, removed too early, hostile, many of a bad kind. */
@Timeout(300)
class KafkaTopicsIT {

    private static final String RECORDS = "wallaroo-records-feed";

    private static KafkaBroker broker;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    @TempDir
    private Path folder;

    private KafkaTopics topics;
    private KafkaPipeline pipeline;

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
        topics.create("out");
    }

    @AfterEach
    void stop() {
        pipeline.close();
        topics.close();
    }

    @Test
    void shouldReadTheTopicsOfAPatternAlsoThoseThatAreCreatedLater() throws Exception {
        topics.create("in");
        topics.create("other");
        topics.send("in", 100);
        run(Map.of("topics", topics.name("(in|la[s-u]e\\d{1,2})"), "topicIsPattern", "true", "options",
                "&metadataMaxAgeMs=500"));
        awaitCarried(100);

        topics.create("late1");
        topics.send("late1", 100);

        awaitCarried(200);
        assertThat(BrokerLines.warnings(log)).isEmpty();
    }

    /** Its reader was held for longer than the topic keeps records. */
    @Test
    void shouldCountAndSayWhatWasRemovedBeforeItWasRead() throws Exception {
        topics.create("in", 1);
        topics.send("in", 100);
        run(Map.of());
        awaitCarried(100);
        pipeline.worker().faults().starve();
        // More than it reads ahead; then the rest is still to be fetched.
        topics.send("in", 50_000);
        topics.remove("in", 0, 50_000);
        pipeline.worker().faults().feed();

        await().atMost(KafkaPipeline.PATIENCE).until(() -> carried().get(50_099));
        // The last one may come before others that are in other partitions.
        await().atMost(KafkaPipeline.PATIENCE)
                .untilAsserted(() -> assertThat(pipeline.health(RECORDS)).startsWith("UP")
                        .contains(" " + (50_100 - carried().cardinality()) + " records"));
        int missed = 50_100 - carried().cardinality();
        assertThat(missed).isBetween(1, 49_900);
        assertThat(carried().nextClearBit(0)).as("nothing is missed but what was removed").isEqualTo(50_000 - missed);
        assertThat(BrokerLines.warnings(log).stream().filter(line -> line.startsWith("WARN feed:"))).singleElement()
                .asString()
                .contains(missed + " records gone", "retention", "begins at 50000");
    }

    @Test
    void shouldSpreadPartitionsOverWorkersAndGoOnWhenOneLeaves() throws Exception {
        topics.create("in");
        topics.send("in", 1_000);
        pipeline = new KafkaPipeline(topics, folder, WorkerOptions.defaults().withWorkers(2));
        pipeline.sink(brokers(Map.of()));
        pipeline.source(brokers(Map.of("workers", "127.0.0.1:" + pipeline.worker().sourcePort("feed", 0)
                + ",127.0.0.1:" + pipeline.worker().sourcePort("feed", 1))));
        awaitCarried(1_000);

        pipeline.worker().leave(1, KafkaPipeline.PATIENCE);
        topics.send("in", 1_000);

        awaitCarried(2_000);
    }

    /** Whoever may write to the topic must not become whoever set the route up. */
    @Test
    void shouldNotLetHeadersOfRecordsSayWhatTheConnectorSays() throws Exception {
        topics.create("in", 1);
        topics.send("in", 10,
                Map.of("CamelWallarooEndOfStream", "true", "camelWALLAROOStream", "elsewhere", "CamelWallarooMessageId",
                        "99999", "CamelWallarooKey", "mine", "kafka.OFFSET", "77", "kafka.PARTITION", "5",
                        "kafka.OVERRIDE_TOPIC", "elsewhere", "CamelKafkaOverrideTopic", "elsewhere", "harmless", "h"));
        run(Map.of());

        awaitCarried(10);
        topics.send("in", 10);
        awaitCarried(20);
        for (ConsumerRecord<byte[], byte[]> record : topics.read("out")) {
            assertThat(new String(record.key(), UTF_8)).isEqualTo(KafkaTopics.key(KafkaTopics.number(record.value())));
            assertThat(record.headers()).extracting(header -> header.key()).containsExactly(KafkaSink.MESSAGE_ID);
        }
    }

    /** Format key-value needs keys. */
    @Test
    void shouldNotFillTheLogWhenManyRecordsCannotBeSent() throws Exception {
        topics.create("in", 1);
        for (int i = 0; i < 200; i++) {
            topics.send("in", null, ("no key " + i).getBytes(UTF_8));
        }
        topics.send("in", 10);
        MockEndpoint dead = newPipeline().context().getEndpoint("mock:dead", MockEndpoint.class);
        pipeline.sink(brokers(Map.of()));
        pipeline.source(brokers(Map.of("dead_letter", "mock:dead")));

        awaitCarried(10);
        assertThat(dead.getReceivedCounter()).isEqualTo(200);
        pipeline.context().stop();
        assertThat(BrokerLines.warnings(log)).hasSizeLessThan(10)
                .filteredOn(line -> line.contains("dead letter"))
                .last()
                .asString()
                .contains("(200 since the start)", "key");
    }

    private KafkaPipeline newPipeline() throws Exception {
        pipeline = new KafkaPipeline(topics, folder);
        return pipeline;
    }

    private void run(Map<String, String> source) throws Exception {
        newPipeline().sink(brokers(Map.of()));
        pipeline.source(brokers(source));
    }

    private static Map<String, String> brokers(Map<String, String> more) {
        Map<String, String> parameters = new HashMap<>(more);
        parameters.put("bootstrap_brokers", broker.bootstrapServers());
        return parameters;
    }

    private void awaitCarried(int count) {
        await().atMost(KafkaPipeline.PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(carried().cardinality()).isEqualTo(count));
    }

    private BitSet carried() {
        BitSet numbers = new BitSet();
        topics.read("out").forEach(record -> numbers.set(KafkaTopics.number(record.value())));
        return numbers;
    }
}
