package io.github.camelwallaroo.routes.support.redis;

import static io.github.camelwallaroo.routes.support.redis.RedisFixture.PATIENCE;
import static io.github.camelwallaroo.routes.support.redis.RedisFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;

/** What Redis refuses: one line that names the parameter, health DOWN with the reason, and nothing to restart when it is mended. */
@Timeout(180)
class RedisTroubleIT {

    private static RedisService redis;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private RedisFixture fixture;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisService.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void start() {
        fixture = new RedisFixture(redis, folder);
    }

    @AfterEach
    void stop() {
        fixture.client().aclDelUser("ann");
        fixture.close();
    }

    @Test
    void shouldNameThePassword() throws Exception {
        fixture.client().aclSetUser("ann", "on", ">open sesame", "~*", "+@all");
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startStreamSource(Map.of("username", "ann", "password", "guess"));
        RedisFixture.awaitDown(source, "parameters password");
        assertSaidOnce("WARN feed", "password");
        assertThat(log.lines()).noneMatch(line -> line.contains("guess") || line.contains("sesame"));

        fixture.client().aclSetUser("ann", ">guess");

        RedisFixture.awaitUp(source);
    }

    @Test
    void shouldSayThatAUserWithoutPasswordIsNobody() throws Exception {
        RunningConnector source = fixture.startStreamSource(Map.of("username", "ann"));

        RedisFixture.awaitDown(source, "username is given without password");
    }

    @Test
    void shouldNameTheCommandThenTheStreamThatTheUserMayNotUse() throws Exception {
        fixture.client().aclSetUser("ann", "on", ">secret", "~other", "+ping");
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startStreamSource(Map.of("username", "ann", "password", "secret"));
        RedisFixture.awaitDown(source, "NOPERM", "username");
        assertSaidOnce("WARN feed", "NOPERM");

        fixture.client().aclSetUser("ann", "+@stream");
        RedisFixture.awaitDown(source, "NOPERM", "names the key: key, stream");

        fixture.client().aclSetUser("ann", "~readings");
        RedisFixture.awaitUp(source);
        fixture.add(0, 10);
        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 10)));
        fixture.awaitNothingPending();
    }

    @Test
    void shouldNameTheChannelThatTheUserMayNotHear() throws Exception {
        fixture.client().aclSetUser("ann", "on", ">secret", "resetchannels", "+subscribe", "+ping");
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startSource("redis_subscriber_source",
                Map.of("topic", "readings", "username", "ann", "password", "secret"));
        RedisFixture.awaitDown(source, "NOPERM", "parameter topic");
        assertSaidOnce("WARN feed", "NOPERM");

        fixture.client().aclSetUser("ann", "&readings");

        RedisFixture.awaitUp(source);
        fixture.publish("readings", 0, 10);
        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 10)));
    }

    @Test
    void shouldNameTheHashThatTheUserMayNotSetAndSetItWhenItMay() throws Exception {
        fixture.client().aclSetUser("ann", "on", ">secret", "~other", "+hset", "+ping");
        RunningConnector sink = startHash(Map.of("username", "ann", "password", "secret"));

        fixture.add(0, 3);
        RedisFixture.awaitDown(sink, "NOPERM", "names the key: key, stream");
        assertSaidOnce("WARN latest", "NOPERM");
        fixture.client().aclSetUser("ann", "~latest");

        awaitHash(sink);
    }

    @Test
    void shouldNameTheHashThatIsSomethingElse() throws Exception {
        fixture.client().set("latest", "a text");
        RunningConnector sink = startHash(Map.of());

        fixture.add(0, 3);
        RedisFixture.awaitDown(sink, "WRONGTYPE", "parameter", "key");
        assertSaidOnce("WARN latest", "WRONGTYPE");
        fixture.client().del("latest");

        awaitHash(sink);
    }

    @Test
    void shouldNameTheStreamThatIsSomethingElse() throws Exception {
        fixture.client().set("readings", "a text");
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startStreamSource(Map.of());
        RedisFixture.awaitDown(source, "WRONGTYPE", "stream");
        assertSaidOnce("WARN feed", "WRONGTYPE");

        fixture.client().del("readings");

        RedisFixture.awaitUp(source);
    }

    @Test
    void shouldSayThatTheServerIsAReplica() throws Exception {
        RunningConnector sink = startHash(Map.of());
        fixture.add(0, 3);
        awaitHash(sink);
        fixture.client().replicaof("127.0.0.1", 1);
        try {
            RedisFixture.awaitDown(fixture.startSource("redis_stream_source", Map.of("stream", "other")),
                    "it is a replica", "host and port");
        } finally {
            fixture.client().replicaofNoOne();
        }
    }

    @Test
    void shouldSayThatTheMemoryIsFull() throws Exception {
        RunningConnector sink = startHash(Map.of());
        fixture.killWorker();
        fixture.add(0, 3);
        fixture.awaitPending(3);
        fixture.client().configSet("maxmemory", "1");
        try {
            fixture.restartWorker();
            RedisFixture.awaitDown(sink, "memory is full", "maxmemory");
            assertSaidOnce("WARN latest", "OOM");
        } finally {
            fixture.client().configSet("maxmemory", "0");
        }
        awaitHash(sink);
    }

    @Test
    void shouldNameHostAndPortWhenNobodyListens() {
        RunningConnector source = fixture.startSource("redis_subscriber_source",
                Map.of("topic", "readings", "port", 1));

        RedisFixture.awaitDown(source, "nobody listens", "host and port");
    }

    @Test
    void shouldNameTheHostThatNobodyKnows() {
        RunningConnector source = fixture.startSource("redis_subscriber_source",
                Map.of("topic", "readings", "host", "nowhere.invalid"));

        RedisFixture.awaitDown(source, "no such host", "parameter host");
    }

    private RunningConnector startHash(Map<String, Object> more) throws IOException {
        RunningConnector sink = fixture.startHashSink(more);
        fixture.startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"));
        fixture.startStreamSource(Map.of());
        return sink;
    }

    private void awaitHash(RunningConnector sink) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(fixture.client().hgetAll("latest"))
                        .isEqualTo(Map.of("n0", "n0", "n1", "n1", "n2", "n2")));
        RedisFixture.awaitUp(sink);
    }

    private void assertSaidOnce(String begin, String text) {
        assertThat(log.lines()).filteredOn(line -> line.startsWith(begin) && line.contains(text)).hasSize(1);
    }
}
