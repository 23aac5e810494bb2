package io.github.camelwallaroo.routes.support.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XReadGroupParams;

/** The three Redis connectors with a real server and an embedded worker. */
@Timeout(120)
class RedisConnectorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int COUNT = 10_000;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private RedisService redis;
    private Jedis client;
    private EmbeddedWorker worker;
    private RunningConnector source;
    private RunningConnector sink;

    @BeforeEach
    void start() throws IOException {
        redis = RedisService.start();
        client = redis.client();
        client.flushAll();
    }

    @AfterEach
    void stop() throws IOException {
        if (source != null) {
            source.close();
        }
        if (worker != null) {
            worker.kill();
        }
        if (sink != null) {
            sink.close();
        }
        client.close();
        redis.close();
    }

    @Test
    void shouldBringEachEntryOfAStreamThroughTheWorkerIntoAHash() throws Exception {
        startHashSink(Map.of());
        startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"));
        startStreamSource(Map.of());

        add(0, COUNT);

        await().atMost(PATIENCE).until(() -> client.hlen("latest") == COUNT);
        Map<String, String> expected = new HashMap<>();
        IntStream.range(0, COUNT).forEach(i -> expected.put("n" + i, "n" + i));
        assertThat(client.hgetAll("latest")).isEqualTo(expected);
        await().atMost(PATIENCE).until(() -> pending() == 0);
        assertThat(source.serviceHealth()).startsWith("UP");
        assertThat(sink.serviceHealth()).startsWith("UP");
    }

    @Test
    void shouldLoseNoEntryWhenRedisIsStoppedAndTheWorkerKilledInTheMiddle() throws Exception {
        assumeTrue(redis.isOurs());
        startWorkerIntoMemory();
        startStreamSource(Map.of());
        add(0, 3_000);
        await().atMost(PATIENCE).until(() -> !seen.committed().isEmpty());

        add(3_000, 6_000);
        restartRedis(() -> assertThat(source.serviceHealth()).startsWith("DOWN").contains("nobody listens"));
        add(6_000, 8_000);
        await().atMost(PATIENCE).until(() -> seen.committed().size() > 3_000);
        add(8_000, 9_000);
        worker.kill();
        add(9_000, COUNT);
        worker = worker.restart();

        await().atMost(PATIENCE).until(() -> new HashSet<>(seen.committed()).size() == COUNT);
        await().atMost(PATIENCE).until(() -> pending() == 0);
        assertThat(new HashSet<>(seen.committed())).isEqualTo(new HashSet<>(numbers(0, COUNT)));
        assertThat(log.lines())
                .filteredOn(line -> line.startsWith("WARN feed: Redis at ") && line.contains("cannot be used"))
                .hasSizeLessThan(4);
    }

    @Test
    void shouldDeliverWhatAConsumerThatIsGoneHadNotAcknowledged() throws Exception {
        client.xgroupCreate("readings", "wallaroo", new StreamEntryID(0, 0), true);
        add(0, 20);
        client.xreadGroup("wallaroo", "gone", XReadGroupParams.xReadGroupParams().count(15),
                Map.of("readings", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
        client.xreadGroup("wallaroo", "wallaroo", XReadGroupParams.xReadGroupParams().count(2),
                Map.of("readings", StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
        startWorkerIntoMemory();

        startStreamSource(Map.of("claimIdle", 500));

        await().atMost(PATIENCE).until(() -> seen.committed().size() >= 20);
        assertThat(seen.committed()).containsAll(numbers(0, 20));
        await().atMost(PATIENCE).until(() -> pending() == 0);
    }

    @Test
    void shouldKeepWhatCannotBeDeliveredAndGoOnWithTheOthers() throws Exception {
        startWorkerIntoMemory();
        startStreamSource(Map.of("reportInterval", 3600));
        client.xadd("readings", StreamEntryID.NEW_ENTRY, Map.of("a", "1", "b", "2"));
        add(0, 1);

        seen.awaitCommitted(1, PATIENCE);
        await().atMost(PATIENCE).until(() -> pending() == 1);
        assertThat(log.lines()).anyMatch(line -> line.contains("has 2 fields") && line.contains("parameter field"));
    }

    @Test
    void shouldSetAsideWhatCannotBeDelivered() throws Exception {
        startWorkerIntoMemory();
        startStreamSource(Map.of("dead_letter", "file:" + folder.resolve("rejected")));
        StreamEntryID bad = client.xadd("readings", StreamEntryID.NEW_ENTRY, Map.of("a", "1", "b", "2"));
        add(0, 1);

        seen.awaitCommitted(1, PATIENCE);
        await().atMost(PATIENCE).until(() -> pending() == 0);
        assertThat(folder.resolve("rejected").toFile().list()).hasSize(1);
        assertThat(log.lines()).anyMatch(
                line -> line.contains("gone to the dead letter") && line.contains(bad.toString()));
    }

    @Test
    void shouldBringWhatIsPublishedThroughTheWorkerAndReportTheGapWhenRedisIsStopped() throws Exception {
        assumeTrue(redis.isOurs());
        startWorkerIntoMemory();
        source = RunningConnector.start("redis_subscriber_source", "feed", parameters(Map.of("topic", "readings.*",
                "command", "PSUBSCRIBE")));
        await().atMost(PATIENCE).until(() -> source.serviceHealth().startsWith("UP"));

        publish(0, COUNT);
        await().atMost(PATIENCE).until(() -> seen.committed().size() == COUNT);
        assertThat(seen.committed()).isEqualTo(numbers(0, COUNT));

        restartRedis(() -> assertThat(source.serviceHealth()).startsWith("DOWN"));
        await().atMost(PATIENCE).until(() -> source.serviceHealth().startsWith("UP"));
        assertThat(log.lines()).filteredOn(line -> line.contains("nothing was heard from")).hasSize(1);
        publish(COUNT, COUNT + 1_000);
        await().atMost(PATIENCE).until(() -> seen.committed().size() == COUNT + 1_000);

        worker.kill();
        publish(COUNT + 1_000, COUNT + 2_000);
        worker = worker.restart();
        await().atMost(PATIENCE).until(() -> new HashSet<>(seen.committed()).size() == COUNT + 2_000);
    }

    @Test
    void shouldSetEveryFieldWhenRedisIsStoppedInTheMiddle() throws Exception {
        assumeTrue(redis.isOurs());
        startHashSink(Map.of());
        startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"));
        startStreamSource(Map.of());
        add(0, 3_000);
        await().atMost(PATIENCE).until(() -> client.hlen("latest") > 0);

        restartRedis(() -> assertThat(sink.serviceHealth()).startsWith("DOWN").contains("nobody listens"));
        add(3_000, 5_000);

        await().atMost(PATIENCE).until(() -> client.hlen("latest") == 5_000);
        assertThat(client.hget("latest", "n4999")).isEqualTo("n4999");
    }

    @Test
    void shouldGiveKeylessMessagesTheFieldThatIsAskedFor() throws Exception {
        startHashSink(Map.of("field", "latest-${body}", "format", "text"));
        startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("text"));
        startStreamSource(Map.of());

        add(0, 3);

        await().atMost(PATIENCE).until(() -> client.hlen("latest") == 3);
        assertThat(client.hgetAll("latest")).isEqualTo(Map.of("latest-n0", "n0", "latest-n1", "n1", "latest-n2", "n2"));
    }

    @Test
    void shouldNameTheParameterAndRecoverWhenTheHashIsSomethingElse() throws Exception {
        client.set("latest", "a text");
        startHashSink(Map.of());
        startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"));
        startStreamSource(Map.of());
        add(0, 3);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.serviceHealth()).startsWith("DOWN").contains("parameter", "key"));

        client.del("latest");

        await().atMost(PATIENCE).until(() -> client.hlen("latest") == 3);
        assertThat(sink.serviceHealth()).startsWith("UP");
        assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN latest: ")).hasSize(1);
    }

    @Test
    void shouldNameThePasswordAndRecoverWhenItIsMended() throws Exception {
        assumeTrue(redis.isOurs());
        startWorkerIntoMemory();
        client.configSet("requirepass", "open sesame");
        startStreamSource(Map.of("password", "guess"));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(source.serviceHealth()).startsWith("DOWN").contains("parameters password"));
        assertThat(log.lines()).filteredOn(line -> line.contains("cannot be used"))
                .hasSize(1)
                .noneMatch(
                        line -> line.contains("guess") || line.contains("sesame"));

        client.configSet("requirepass", "guess");

        await().atMost(PATIENCE).until(() -> source.serviceHealth().startsWith("UP"));
        client.configSet("requirepass", "");
    }

    @Test
    void shouldNameHostAndPortWhenNobodyListens() throws Exception {
        startWorkerIntoMemory();
        source = RunningConnector.start("redis_subscriber_source", "feed", Map.of("topic", "readings", "port", 1,
                "protocol", "1", "resilience", true, "wallarooPort", worker.sourcePort("feed")));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN")
                        .contains("nobody listens", "host and port"));
    }

    private void startHashSink(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(
                Map.of("host", redis.host(), "port", redis.port(), "key", "latest", "listenPort", 0, "format",
                        "key-value"));
        all.putAll(more);
        sink = RunningConnector.start("redis_hash_sink", "latest", all);
    }

    private void startWorkerInto(SinkConnectorConfig config) throws IOException {
        worker = EmbeddedWorker.start(Application.named("numbers")
                .source("numbers", feed(), String.class)
                .keyBy(number -> number)
                .toSink(config)
                .build(), options());
    }

    private void startWorkerIntoMemory() throws IOException {
        worker = EmbeddedWorker.start(
                Application.named("numbers").source("numbers", feed(), String.class).toSink(seen).build(), options());
    }

    private static SourceConnectorConfig feed() {
        return SourceConnectorConfig.named("feed").protocol(Protocol.V1).credits(500, 250).format("text");
    }

    private WorkerOptions options() {
        return WorkerOptions.defaults()
                .withStateDir(folder.resolve("state"))
                .checkpointInterval(Duration.ofMillis(200));
    }

    private void startStreamSource(Map<String, Object> more) {
        Map<String, Object> all = parameters(more);
        all.put("stream", "readings");
        source = RunningConnector.start("redis_stream_source", "feed", all);
    }

    private Map<String, Object> parameters(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("host", redis.host(), "port", redis.port(), "protocol", "1",
                "resilience", true, "wallarooPort", worker.sourcePort("feed")));
        all.putAll(more);
        return all;
    }

    private void add(int from, int to) {
        Pipeline pipeline = client.pipelined();
        numbers(from, to).forEach(
                number -> pipeline.xadd("readings", StreamEntryID.NEW_ENTRY, Map.of("value", number)));
        pipeline.sync();
    }

    private void publish(int from, int to) {
        Pipeline pipeline = client.pipelined();
        numbers(from, to).forEach(number -> pipeline.publish("readings.plant", number));
        pipeline.sync();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }

    private long pending() {
        return client.xpending("readings", "wallaroo").getTotal();
    }

    private void restartRedis(Runnable whileStopped) throws IOException {
        client.close();
        redis.stop();
        await().atMost(PATIENCE).untilAsserted(whileStopped::run);
        redis.begin();
        client = redis.client();
    }
}
