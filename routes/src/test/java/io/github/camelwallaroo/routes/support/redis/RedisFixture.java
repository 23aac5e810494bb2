package io.github.camelwallaroo.routes.support.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;

/** A Redis server, a worker with resilience whose source is called {@code feed}, and the connectors around them. */
final class RedisFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);
    static final String STREAM = "readings";

    private final Path folder;
    private final RedisService redis;
    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private final List<RunningConnector> connectors = new ArrayList<>();
    private Jedis client;
    private EmbeddedWorker worker;

    /** @param folder for what the worker and the sinks keep */
    RedisFixture(RedisService redis, Path folder) {
        this.redis = redis;
        this.folder = folder;
        this.client = redis.client();
        client.flushAll();
    }

    Jedis client() {
        return client;
    }

    /** What the worker has taken in and committed. */
    List<String> seen() {
        return seen.committed();
    }

    void startWorkerIntoMemory() throws IOException {
        startWorker(Application.named("numbers")
                .source("numbers", feed(), byte[].class)
                .<String>to("text", RedisFixture::text)
                .toSink(seen)
                .build());
    }

    /** A number's key is what stands before '=' in it. */
    void startWorkerInto(SinkConnectorConfig config) throws IOException {
        startWorker(Application.named("numbers")
                .source("numbers", feed(), byte[].class)
                .<String>to("text", RedisFixture::text)
                .keyBy(number -> number.replaceFirst("=.*", ""))
                .toSink(config)
                .build());
    }

    private void startWorker(Application application) throws IOException {
        worker = EmbeddedWorker.start(application, WorkerOptions.defaults()
                .withStateDir(folder.resolve("state"))
                .checkpointInterval(Duration.ofMillis(200)));
    }

    private static SourceConnectorConfig feed() {
        return SourceConnectorConfig.named("feed").protocol(Protocol.V1).credits(500, 250);
    }

    /** One character for each byte. */
    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A crash of the worker. */
    void killWorker() {
        worker.kill();
    }

    void restartWorker() throws IOException {
        worker = worker.restart();
    }

    void killWorker(Runnable meanwhile) throws IOException {
        killWorker();
        meanwhile.run();
        restartWorker();
    }

    RunningConnector startStreamSource(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(more);
        all.putIfAbsent("stream", STREAM);
        return startSource("redis_stream_source", all);
    }

    RunningConnector startSource(String template, Map<String, Object> more) {
        return start(template, "feed", sourceParameters(more));
    }

    Map<String, Object> sourceParameters(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("host", redis.host(), "port", redis.port(), "protocol", "1",
                "resilience", true, "wallarooPort", worker == null ? 1 : worker.sourcePort("feed")));
        all.putAll(more);
        return all;
    }

    RunningConnector startHashSink(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("host", redis.host(), "port", redis.port(), "key", "latest",
                "listenPort", 0, "format", "key-value"));
        all.putAll(more);
        return start("redis_hash_sink", "latest", all);
    }

    private RunningConnector start(String template, String connector, Map<String, Object> parameters) {
        RunningConnector started = RunningConnector.start(template, connector, parameters);
        connectors.add(0, started);
        return started;
    }

    /** Adds {@code n0}, {@code n1}... to the stream. */
    void add(int from, int to) {
        add(numbers(from, to));
    }

    void add(List<String> values) {
        Pipeline pipeline = client.pipelined();
        values.forEach(value -> pipeline.xadd(STREAM, StreamEntryID.NEW_ENTRY, Map.of("value", value)));
        pipeline.sync();
    }

    void publish(String channel, int from, int to) {
        Pipeline pipeline = client.pipelined();
        numbers(from, to).forEach(number -> pipeline.publish(channel, number));
        pipeline.sync();
    }

    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }

    /** Entries of the stream that nobody acknowledged. */
    long pending() {
        return client.xpending(STREAM, "wallaroo").getTotal();
    }

    void awaitNothingPending() {
        awaitPending(0);
    }

    /** Also while there is no group yet. */
    void awaitPending(int entries) {
        await().atMost(PATIENCE).ignoreExceptionsInstanceOf(JedisDataException.class).until(() -> pending() == entries);
    }

    static void awaitUp(RunningConnector connector) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(connector.serviceHealth()).startsWith("UP"));
    }

    static void awaitDown(RunningConnector connector, String... reasons) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connector.serviceHealth()).startsWith("DOWN").contains(reasons));
    }

    void restartRedis(Runnable whileStopped) throws IOException {
        client.close();
        redis.stop();
        whileStopped.run();
        redis.begin();
        client = redis.client();
    }

    @Override
    public void close() {
        List<RunningConnector> sources = connectors.stream()
                .filter(each -> each.context().getRoute("feed") != null)
                .toList();
        sources.forEach(RunningConnector::close);
        if (worker != null) {
            worker.kill();
        }
        connectors.stream().filter(each -> !sources.contains(each)).forEach(RunningConnector::close);
        client.close();
    }
}
