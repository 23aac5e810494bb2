package io.github.camelwallaroo.routes.support.redis;

import static io.github.camelwallaroo.routes.support.redis.RedisFixture.PATIENCE;
import static io.github.camelwallaroo.routes.support.redis.RedisFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
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

/** The Redis connectors with a server that speaks TLS, and what they say when the two do not agree. */
@Timeout(180)
class RedisTlsIT {

    private static final String NAME = "redis.example";

    @TempDir
    private static Path files;

    private static PemFiles server;
    private static PemFiles stranger;
    private static RedisService redis;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private RedisFixture fixture;

    @BeforeAll
    static void startRedis() throws Exception {
        server = PemFiles.make(files, NAME);
        stranger = PemFiles.make(files, "stranger.example");
        redis = RedisService.startWithTls(server);
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
        fixture.client().configSet("tls-auth-clients", "no");
        fixture.client().aclDelUser("ann");
        fixture.close();
    }

    @Test
    void shouldBringEntriesThroughTheWorkerIntoAHashOverTls() throws Exception {
        RunningConnector sink = fixture.startHashSink(tls(Map.of()));
        fixture.startWorkerInto(SinkConnectorConfig.named("latest").port(sink.sinkPort()).format("key-value"));
        RunningConnector source = fixture.startStreamSource(tls(Map.of()));

        fixture.add(0, 100);

        await().atMost(PATIENCE).until(() -> fixture.client().hlen("latest") == 100);
        fixture.awaitNothingPending();
        assertThat(source.serviceHealth()).startsWith("UP").contains(":" + redis.tlsPort());
        assertThat(sink.serviceHealth()).startsWith("UP").contains(":" + redis.tlsPort());
    }

    @Test
    void shouldTakeServerUserAndPasswordFromAUrl() throws Exception {
        fixture.client().aclSetUser("ann", "on", ">open sesame", "resetchannels", "&readings", "+subscribe", "+ping");
        fixture.startWorkerIntoMemory();
        RunningConnector source = fixture.startSource("redis_subscriber_source", Map.of("topic", "readings", "host",
                "ignored", "url", "rediss://ann:open%20sesame@127.0.0.1:" + redis.tlsPort(), "tlsCacert",
                server.certificate(), "tlsSni", NAME));
        RedisFixture.awaitUp(source);

        fixture.publish("readings", 0, 10);

        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 10)));
        assertThat(source.serviceHealth()).contains("Redis at 127.0.0.1:" + redis.tlsPort());
        assertThat(log.lines()).noneMatch(line -> line.contains("sesame"));
    }

    @Test
    void shouldNameTheFileOfAuthoritiesAndGoOnWhenItIsMended() throws Exception {
        Path cacert = Files.copy(stranger.certificate(), folder.resolve("ca.crt"));
        RunningConnector source = fixture.startStreamSource(tls(Map.of("tlsCacert", cacert)));
        RedisFixture.awaitDown(source, "not trusted", "tlsCacert");
        assertThat(complaints()).isOne();

        Files.copy(server.certificate(), cacert, StandardCopyOption.REPLACE_EXISTING);

        RedisFixture.awaitUp(source);
    }

    @Test
    void shouldTrustNobodyWhomJavaDoesNotTrustWhenNoFileIsGiven() {
        RunningConnector source = fixture.startStreamSource(
                Map.of("port", redis.tlsPort(), "tls", true, "tlsSni", NAME));

        RedisFixture.awaitDown(source, "not trusted", "tlsCacert");
    }

    @Test
    void shouldHoldTheCertificateAgainstTheHost() {
        RunningConnector source = fixture.startStreamSource(
                Map.of("port", redis.tlsPort(), "tls", true, "tlsCacert", server.certificate()));

        RedisFixture.awaitDown(source, "made out for somebody else", "tlsSni");
    }

    @Test
    void shouldShowACertificateOfItsOwnWhenTheServerWantsOne() {
        fixture.client().configSet("tls-auth-clients", "yes");
        RunningConnector without = fixture.startHashSink(tls(Map.of()));
        RunningConnector with = fixture.startStreamSource(
                tls(Map.of("tlsCert", server.certificate(), "tlsKey", server.key())));

        RedisFixture.awaitUp(with);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(without.serviceHealth()).startsWith("DOWN")
                        .containsAnyOf("tlsCert and tlsKey", "ended the connection"));
    }

    @Test
    void shouldNameTheFileThatIsNotThere() {
        RunningConnector source = fixture.startStreamSource(tls(Map.of("tlsCacert", folder.resolve("none"))));

        RedisFixture.awaitDown(source, "file of parameter tlsCacert", "NoSuchFile");
        assertThat(complaints()).isOne();
    }

    @Test
    void shouldNameTheParameterWhenOneSideAloneSpeaksTls() {
        RunningConnector plain = fixture.startHashSink(Map.of("port", redis.tlsPort()));
        RunningConnector tls = fixture.startStreamSource(tls(Map.of("port", redis.port())));

        RedisFixture.awaitDown(plain, "tls and port");
        RedisFixture.awaitDown(tls, "look at parameters", "tls");
    }

    @Test
    void shouldRefuseFilesForTlsWhereNobodySpeaksIt() {
        RunningConnector source = fixture.startStreamSource(Map.of("tlsCacert", server.certificate()));

        RedisFixture.awaitDown(source, "expected tls true");
    }

    private Map<String, Object> tls(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("port", redis.tlsPort(), "tls", true, "tlsCacert",
                server.certificate(), "tlsSni", NAME));
        all.putAll(more);
        return all;
    }

    private long complaints() {
        return log.lines().stream().filter(line -> line.contains("cannot be used")).count();
    }
}
