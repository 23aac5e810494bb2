package io.github.camelwallaroo.routes.support.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.s3.S3Server;

/** What people do wrong and what goes wrong by itself: said once, with what to look at, and over without a restart. */
@Timeout(300)
class S3TroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static S3Server server;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    @TempDir
    private Path folder;

    private TestBucket bucket;
    private S3Relay relay;
    private NumberFeed feed;
    private RunningConnector sink;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void start() throws Exception {
        assumeTrue(server.isOurs(), "this stands between the sink and an S3 of ours");
        bucket = TestBucket.planned(server);
        relay = new S3Relay(server.endpoint());
        feed = new NumberFeed(folder, "text");
    }

    @AfterEach
    void stop() throws Exception {
        if (sink != null) {
            sink.close();
        }
        if (feed != null) {
            feed.close();
            relay.close();
            bucket.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"301,PermanentRedirect,region", "403,AccessDenied,permi", "403,InvalidAccessKeyId,access_key",
            "403,SignatureDoesNotMatch,secret_key", "400,ExpiredToken,session_token",
            "503,SlowDown,more than AWS allows",
            "500,InternalError,500"})
    void shouldSayOnceWhatS3AnswersAndGoOnWhenItIsMended(int status, String code, String named) throws Exception {
        bucket.make();
        start(Map.of());
        relay.answer(status, code, "No.");
        feed.send(20);

        awaitDown(named);
        assertThat(bucket.names()).isEmpty();
        relay.pass();

        awaitAll();
        awaitUp();
        assertThat(warnings()).hasSize(1).noneMatch(line -> line.contains(server.secretKey()));
    }

    @Test
    void shouldSayThatThereIsNoBucketAndGoOnWhenThereIs() throws Exception {
        start(Map.of());
        feed.send(20);
        awaitDown("there is no bucket '" + bucket.name() + "'");
        assertThat(bucket.names()).isEmpty();

        bucket.make();

        awaitAll();
        awaitUp();
        assertThat(warnings()).hasSize(1);
    }

    @Test
    void shouldMakeTheBucketWhenItIsAskedTo() throws Exception {
        start(Map.of("create_bucket", true));
        feed.send(20);

        awaitAll();
        awaitUp();
    }

    @Test
    void shouldNameTheEndpointWhenNobodyListensOrTheHostIsUnknown() throws Exception {
        start(Map.of("endpoint", "http://127.0.0.1:1"));
        awaitDown("nobody listens", "endpoint");
        sink.close();
        start(Map.of("endpoint", "http://nowhere.invalid"));
        awaitDown("nowhere.invalid", "endpoint");
    }

    @Test
    void shouldRefuseToStartWithHalfOfTheCredentialsOrMoreMessagesInAnObjectThanCanCome() {
        Map<String, Object> half = parameters(Map.of());
        half.remove("secret_key");
        assertThatThrownBy(() -> RunningConnector.start("s3_bucket_sink", NumberFeed.SINK, half)).rootCause()
                .hasMessageContaining("secret_key");
        assertThatThrownBy(() -> start(Map.of("batchMessages", 500, "maxInFlight", 100))).rootCause()
                .hasMessageContaining("batchMessages is 500 and maxInFlight 100");
    }

    @Test
    void shouldHaveWholeObjectsOnlyWhenConnectionsBreakInTheMiddleOfOne() throws Exception {
        bucket.make();
        start(Map.of("batchMessages", 1_000, "linger", 3_600_000));
        relay.cut(6);

        feed.send(3_000);

        awaitAll();
        assertThat(relay.cutsLeft()).isZero();
        assertThat(bucket.names()).hasSize(3);
        assertThat(relay.puts()).hasSizeGreaterThanOrEqualTo(9)
                .noneMatch(head -> head.toLowerCase(java.util.Locale.ROOT).contains("x-amz-acl"));
    }

    @Test
    void shouldGrantWhatTheAclSaysWhenThereIsOne() throws Exception {
        bucket.make();
        start(Map.of("acl", "public-read"));
        feed.send(1);

        awaitAll();
        assertThat(relay.puts()).anyMatch(head -> head.contains("x-amz-acl: public-read"));
    }

    @Test
    void shouldPassOptionsOfTheEndpointOnToEachObject() throws Exception {
        bucket.make();
        start(Map.of("options", "&storageClass=STANDARD_IA"));
        feed.send(1);

        awaitAll();
        assertThat(relay.puts()).anyMatch(head -> head.contains("x-amz-storage-class: STANDARD_IA"));
    }

    @Test
    void shouldSetAsideWhatHasNoKeyAndPutTheOthers() throws Exception {
        bucket.make();
        start(Map.of("batchMessages", 1, "dead_letter", "file:" + folder.resolve("rejected")));

        feed.send(3);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(folder.resolve("rejected").toFile().list()).hasSize(3));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.contains("dead letter") && line.contains("parameter key")));
    }

    private Map<String, Object> parameters(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("endpoint", relay.endpoint(), "batchMessages", 10, "linger",
                200));
        all.putAll(more);
        return feed.parameters(bucket.parameters(), all);
    }

    private void start(Map<String, Object> more) {
        sink = RunningConnector.start("s3_bucket_sink", NumberFeed.SINK, parameters(more));
    }

    private void awaitDown(String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.serviceHealth()).startsWith("DOWN").contains(texts));
    }

    private void awaitUp() {
        await().atMost(PATIENCE).until(() -> sink.serviceHealth().startsWith("UP"));
    }

    private List<String> warnings() {
        return log.lines().stream().filter(line -> line.startsWith("WARN archive: ")).toList();
    }

    private void awaitAll() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bucket.lines()).isEqualTo(feed.all()));
    }
}
