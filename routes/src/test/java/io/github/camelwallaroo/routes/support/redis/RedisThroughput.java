package io.github.camelwallaroo.routes.support.redis;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

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
import redis.clients.jedis.params.XAddParams;

/**
 * Messages a second from a real Redis server through {@code redis_stream_source} into an embedded worker that takes a
 * checkpoint each second, by {@code prefetch}; and through {@code redis_hash_sink}, by the number of commands under way:
 * {@code RedisThroughput [MESSAGES]}. For people; no test.
 */
final class RedisThroughput {

    private static final String STREAM = "readings";

    private final RedisService redis;
    private final int messages;
    private final byte[] value = new byte[100];

    private RedisThroughput(RedisService redis, int messages) {
        this.redis = redis;
        this.messages = messages;
    }

    public static void main(String[] arguments) throws Exception {
        try (RedisService redis = RedisService.start()) {
            RedisThroughput throughput = new RedisThroughput(redis,
                    arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200_000);
            throughput.fill();
            throughput.stream(20_000, true);
            for (int prefetch : new int[]{5_000, 10_000, 20_000, 50_000}) {
                System.out.printf("prefetch %d: %,.0f entries/s with resilience%n", prefetch,
                        throughput.stream(prefetch, true));
            }
            System.out.printf("without resilience: %,.0f entries/s%n", throughput.stream(5_000, false));
            for (int underWay : new int[]{1_000, 1, 1_000, 1}) {
                System.out.printf("%d commands under way: %,.0f messages/s%n", underWay, throughput.hash(underWay));
            }
            System.exit(0);
        }
    }

    private void fill() {
        try (Jedis client = redis.client()) {
            client.flushAll();
            for (int i = 0; i < messages; i += 1_000) {
                Pipeline pipeline = client.pipelined();
                for (int k = 0; k < 1_000; k++) {
                    pipeline.xadd(STREAM.getBytes(StandardCharsets.UTF_8), Map.of(new byte[]{'v'}, value),
                            XAddParams.xAddParams());
                }
                pipeline.sync();
            }
        }
    }

    private double stream(int prefetch, boolean resilience) throws Exception {
        AtomicInteger seen = new AtomicInteger();
        CountDownLatch done = new CountDownLatch(1);
        WorkerOptions options = WorkerOptions.defaults().checkpointInterval(Duration.ofSeconds(1));
        EmbeddedWorker worker = EmbeddedWorker.start(Application.named("count")
                .source("count", feed(), byte[].class)
                .<byte[]>to("count", bytes -> {
                    if (seen.incrementAndGet() == messages) {
                        done.countDown();
                    }
                    return null;
                })
                .toSink(TransactionalMemorySink.named("nothing"))
                .build(), resilience ? options.withResilience() : options);
        long begin = System.nanoTime();
        try (RunningConnector source = source(worker, prefetch, resilience)) {
            done.await();
            double rate = messages * 1e9 / (System.nanoTime() - begin);
            await().atMost(Duration.ofMinutes(1)).until(() -> isAcknowledged(source));
            return rate;
        } finally {
            worker.kill();
        }
    }

    private boolean isAcknowledged(RunningConnector source) {
        try (Jedis client = redis.client()) {
            return client.xinfoGroups(STREAM).stream().allMatch(group -> group.getPending() == 0)
                    && source.serviceHealth().startsWith("UP");
        }
    }

    private double hash(int underWay) throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (Jedis client = redis.client();
                RunningConnector sink = RunningConnector.start("redis_hash_sink", "latest",
                        Map.of("host", redis.host(), "port", redis.port(), "key", "latest", "listenPort", 0, "format",
                                "key-value", "maxInFlight", underWay))) {
            client.del("latest");
            EmbeddedWorker worker = EmbeddedWorker.start(Application.named("numbers")
                    .source("numbers", feed(), byte[].class)
                    .<String>to("number", bytes -> "n" + number.incrementAndGet())
                    .keyBy(each -> each)
                    .toSink(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"))
                    .build());
            long begin = System.nanoTime();
            try (RunningConnector source = source(worker, 5_000, false)) {
                await().atMost(Duration.ofMinutes(5))
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> client.hlen("latest") == messages);
                double rate = messages * 1e9 / (System.nanoTime() - begin);
                await().atMost(Duration.ofMinutes(1)).until(() -> isAcknowledged(source));
                return rate;
            } finally {
                worker.kill();
            }
        }
    }

    private static SourceConnectorConfig feed() {
        return SourceConnectorConfig.named("feed").protocol(Protocol.V1).credits(10_000, 5_000);
    }

    private RunningConnector source(EmbeddedWorker worker, int prefetch, boolean resilience) {
        return RunningConnector.start("redis_stream_source", "feed",
                Map.of("host", redis.host(), "port", redis.port(), "stream", STREAM, "group", "g" + System.nanoTime(),
                        "prefetch", prefetch, "protocol", "1", "resilience", resilience, "wallarooPort",
                        worker.sourcePort("feed")));
    }
}
