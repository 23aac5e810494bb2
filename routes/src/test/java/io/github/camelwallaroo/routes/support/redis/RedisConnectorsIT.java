package io.github.camelwallaroo.routes.support.redis;

import static io.github.camelwallaroo.routes.support.redis.RedisFixture.PATIENCE;
import static io.github.camelwallaroo.routes.support.redis.RedisFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.faults.ReservedPort;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;

/** Messages from a real Redis server through an embedded worker and back, while each of them stops. */
@Timeout(180)
class RedisConnectorsIT {

    private static final int COUNT = 10_000;
    private static final String REJECTED = "mock:rejected";
    private static RedisService redis;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private RedisFixture fixture;
    private ReservedPort sinkPort;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisService.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void start() throws IOException {
        fixture = new RedisFixture(redis, folder);
        sinkPort = ReservedPort.any();
    }

    @AfterEach
    void stop() throws IOException {
        fixture.close();
        sinkPort.close();
    }

    @Test
    void shouldBringEachEntryOfAStreamThroughTheWorkerIntoAHash() throws Exception {
        RunningConnector sink = fixture.startHashSink(Map.of());
        fixture.startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"));
        RunningConnector source = fixture.startStreamSource(Map.of());

        fixture.add(0, COUNT);

        await().atMost(PATIENCE).until(() -> fixture.client().hlen("latest") == COUNT);
        Map<String, String> expected = new HashMap<>();
        IntStream.range(0, COUNT).forEach(i -> expected.put("n" + i, "n" + i));
        assertThat(fixture.client().hgetAll("latest")).isEqualTo(expected);
        fixture.awaitNothingPending();
        assertThat(source.serviceHealth()).startsWith("UP");
        assertThat(sink.serviceHealth()).startsWith("UP");
    }

    @Test
    void shouldLoseNoEntryWhenRedisIsStoppedAndTheWorkerKilledInTheMiddle() throws Exception {
        assumeTrue(redis.isOurs(), "stops Redis, which is not ours");
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startStreamSource(Map.of());
        fixture.add(0, 3_000);
        await().atMost(PATIENCE).until(() -> !fixture.seen().isEmpty());

        fixture.add(3_000, 6_000);
        fixture.restartRedis(() -> RedisFixture.awaitDown(source, "nobody listens"));
        fixture.add(6_000, 8_000);
        await().atMost(PATIENCE).until(() -> fixture.seen().size() > 3_000);
        fixture.add(8_000, 9_000);
        fixture.killWorker(() -> fixture.add(9_000, COUNT));

        await().atMost(PATIENCE).until(() -> new HashSet<>(fixture.seen()).size() == COUNT);
        fixture.awaitNothingPending();
        assertThat(new HashSet<>(fixture.seen())).isEqualTo(new HashSet<>(numbers(0, COUNT)));
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("WARN feed: Redis at ") && line.contains("nobody listens"))
                .hasSize(1);
    }

    @Test
    void shouldDeliverWhatAConsumerThatIsGoneHadNotAcknowledged() throws Exception {
        fixture.client().xgroupCreate("readings", "wallaroo", new StreamEntryID(0, 0), true);
        fixture.add(0, 1_020);
        fixture.client()
                .xreadGroup("wallaroo", "gone", XReadGroupParams.xReadGroupParams().count(1_015),
                        Map.of("readings", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
        fixture.client()
                .xreadGroup("wallaroo", "wallaroo", XReadGroupParams.xReadGroupParams().count(2),
                        Map.of("readings", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
        fixture.startWorkerIntoMemory();

        fixture.startStreamSource(Map.of("claimIdle", 500));

        await().atMost(PATIENCE).until(() -> new HashSet<>(fixture.seen()).containsAll(numbers(0, 1_020)));
        fixture.awaitNothingPending();
    }

    @Test
    void shouldKeepWhatCannotBeDeliveredAndGoOnWithTheOthers() throws Exception {
        fixture.startWorkerIntoMemory();
        fixture.startStreamSource(Map.of("reportInterval", 3600));
        fixture.client().xadd("readings", StreamEntryID.NEW_ENTRY, Map.of("a", "1", "b", "2"));
        fixture.add(0, 1);

        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 1)));
        fixture.awaitPending(1);
        assertThat(log.lines()).anyMatch(line -> line.contains("has 2 fields") && line.contains("parameter field"));
    }

    @Test
    void shouldSetAsideEntriesThatCannotBeDelivered() throws Exception {
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startStreamSource(Map.of("dead_letter", REJECTED, "field", "value"));
        MockEndpoint rejected = rejected(source);
        StreamEntryID bad = fixture.client().xadd("readings", StreamEntryID.NEW_ENTRY, Map.of("a", "1", "b", "2"));
        fixture.add(0, 1);

        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 1)));
        fixture.awaitPending(0);
        assertThat(rejected.getExchanges()).singleElement()
                .satisfies(each -> assertThat(each.getMessage().getHeaders())
                        .containsEntry("wallaroo-connector", "feed")
                        .containsEntry("wallaroo-stream", "readings")
                        .containsEntry("wallaroo-position", bad.toString())
                        .extractingByKey("wallaroo-cause")
                        .asString()
                        .contains("has no field 'value'"));
        assertThat(log.lines()).anyMatch(
                line -> line.contains("gone to the dead letter") && line.contains(bad.toString()));
    }

    @Test
    void shouldTakeNoHeadersFromWhoeverWritesEntries() throws Exception {
        fixture.startWorkerIntoMemory();
        fixture.startStreamSource(Map.of("field", "value"));
        fixture.client()
                .xadd("readings", StreamEntryID.NEW_ENTRY, Map.of("value", "n0", "CamelWallarooKey", "hostile",
                        "CamelRedis.Command", "FLUSHALL", "wallaroo-stream", "forged"));

        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 1)));
        fixture.awaitNothingPending();
        assertThat(fixture.client().xlen("readings")).isEqualTo(1);
    }

    @Test
    void shouldHoldTheLastValueOfEachKeyWhateverIsStoppedInTheMiddle() throws Exception {
        assumeTrue(redis.isOurs(), "stops Redis, which is not ours");
        Map<String, String> sinkParameters = Map.of("host", redis.host(), "port", String.valueOf(redis.port()), "key",
                "latest", "listenPort", String.valueOf(sinkPort.number()), "format", "key-value", "protocol", "1",
                "resilience",
                "true", "transactionLog", folder.resolve("log").toString());
        Map<String, String> expected = new HashMap<>();
        IntStream.range(0, COUNT).forEach(i -> expected.put("k" + i % 97, reading(i)));
        try (ConnectorProcess first = ConnectorProcess.start("redis_hash_sink", "latest", sinkParameters)) {
            fixture.startWorkerInto(SinkConnectorConfig.named("latest")
                    .protocol(Protocol.V1)
                    .port(sinkPort.number())
                    .format("key-value"));
            RunningConnector source = fixture.startStreamSource(Map.of());
            fixture.add(IntStream.range(0, 3_000).mapToObj(RedisConnectorsIT::reading).toList());
            await().atMost(PATIENCE).until(() -> fixture.client().hlen("latest") == 97);
            fixture.add(IntStream.range(3_000, 5_000).mapToObj(RedisConnectorsIT::reading).toList());
            fixture.restartRedis(() -> RedisFixture.awaitDown(source, "nobody listens"));
            fixture.add(IntStream.range(5_000, 7_000).mapToObj(RedisConnectorsIT::reading).toList());
            fixture.killWorker(() -> fixture.add(
                    IntStream.range(7_000, 8_000).mapToObj(RedisConnectorsIT::reading).toList()));
            await().atMost(PATIENCE).until(() -> value("k0") >= 4_000);
            first.kill();
        }
        fixture.add(IntStream.range(8_000, COUNT).mapToObj(RedisConnectorsIT::reading).toList());
        try (ConnectorProcess again = ConnectorProcess.start("redis_hash_sink", "latest", sinkParameters)) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(fixture.client().hgetAll("latest")).isEqualTo(expected));
            fixture.awaitNothingPending();
            assertThat(again.isAlive()).isTrue();
        }
    }

    private static String reading(int i) {
        return "k" + i % 97 + "=" + i;
    }

    private int value(String key) {
        return Integer.parseInt(fixture.client().hget("latest", key).replaceFirst(".*=", ""));
    }

    @Test
    void shouldGiveKeylessMessagesTheFieldThatIsAskedFor() throws Exception {
        RunningConnector sink = fixture.startHashSink(Map.of("field", "latest-${body}", "format", "text"));
        fixture.startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("text"));
        fixture.startStreamSource(Map.of());

        fixture.add(0, 3);

        await().atMost(PATIENCE).until(() -> fixture.client().hlen("latest") == 3);
        assertThat(fixture.client().hgetAll("latest")).isEqualTo(
                Map.of("latest-n0", "n0", "latest-n1", "n1", "latest-n2", "n2"));
    }

    @Test
    void shouldSetAsideMessagesWithoutAKeyWhenNoFieldIsAskedFor() throws Exception {
        RunningConnector sink = fixture.startHashSink(Map.of("format", "text", "protocol", "1", "resilience", true,
                "transactionLog", folder.resolve("log").toString(), "dead_letter", REJECTED));
        MockEndpoint rejected = rejected(sink);
        fixture.startWorkerInto(
                SinkConnectorConfig.named("latest").protocol(Protocol.V1).port(sink.sinkPort()).format("text"));
        fixture.startStreamSource(Map.of());

        fixture.add(0, 3);

        await().atMost(PATIENCE).until(() -> rejected.getExchanges().size() == 3);
        assertThat(rejected.getExchanges()).extracting(each -> each.getMessage().getBody(String.class))
                .isEqualTo(numbers(0, 3));
        assertThat(rejected.getExchanges()).allSatisfy(each -> assertThat(each.getMessage().getHeaders())
                .containsEntry("wallaroo-connector", "latest")
                .containsKeys("wallaroo-stream", "wallaroo-position")
                .extractingByKey("wallaroo-cause")
                .asString()
                .contains("has no key", "parameter field"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.startsWith("WARN latest: 1 message gone to the dead letter")));
        assertThat(fixture.client().exists("latest")).isFalse();
    }

    private static MockEndpoint rejected(RunningConnector connector) {
        return connector.context().getEndpoint(REJECTED, MockEndpoint.class);
    }
}
