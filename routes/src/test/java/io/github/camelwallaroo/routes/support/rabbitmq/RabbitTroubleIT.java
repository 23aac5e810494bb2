package io.github.camelwallaroo.routes.support.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.rabbitmq.Certificates;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** {@code rabbitmq_source} and a real broker with TLS and users: what it says when it is not let in, and that it comes back. */
@Timeout(180)
class RabbitTroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path keys;
    private static Certificates trusted;
    private static Certificates stranger;
    private static RabbitService broker;

    /** All that anybody says. */
    @RegisterExtension
    final CapturedLog log = new CapturedLog("ROOT");

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private final String name = "readings-" + Long.toHexString(System.nanoTime());
    private EmbeddedWorker worker;
    private RunningConnector source;
    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void startBroker() throws Exception {
        RabbitService.assumeNoOther();
        trusted = Certificates.authority(keys, "trusted");
        stranger = Certificates.authority(keys, "stranger");
        trusted.sign("broker", "ip:127.0.0.1");
        broker = RabbitService.startWithTls(keys.resolve("broker.pem"), keys.resolve("broker.key"));
    }

    @AfterAll
    static void stopBroker() throws IOException {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        connection = RabbitAddress.client(broker.url(), "").newConnection();
        channel = connection.createChannel();
        worker = EmbeddedWorker.start(Application.named("numbers")
                .source("numbers", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("text"),
                        String.class)
                .toSink(seen)
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(200)));
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
        }
        worker.kill();
        connection.abort();
    }

    @Test
    void shouldCarryMessagesOverTls() throws Exception {
        startSource("amqps://guest:guest@127.0.0.1:" + broker.tlsPort(), trusted.certificate());

        assertThatItComesBack();
        assertThat(complaints()).isEmpty();
    }

    @Test
    void shouldNameTheFileWhenTheCertificateIsNotTrustedAndReadItAnew() throws Exception {
        Path authorities = Files.copy(stranger.certificate(), folder.resolve("authorities.pem"));
        startSource("amqps://guest:guest@127.0.0.1:" + broker.tlsPort(), authorities);
        assertThatItComplainsOnce("certificate is not trusted", "cacertfile");

        Files.copy(trusted.certificate(), authorities, StandardCopyOption.REPLACE_EXISTING);

        assertThatItComesBack();
    }

    @Test
    void shouldNameTheFileWhenItIsNotThere() throws Exception {
        Path authorities = folder.resolve("authorities.pem");
        startSource("amqps://guest:guest@127.0.0.1:" + broker.tlsPort(), authorities);
        assertThatItComplainsOnce("there is no file " + authorities, "cacertfile");

        Files.copy(trusted.certificate(), authorities);

        assertThatItComesBack();
    }

    @Test
    void shouldNotTrustACertificateThatJavaDoesNotKnow() {
        startSource("amqps://guest:guest@127.0.0.1:" + broker.tlsPort(), null);

        assertThatItComplainsOnce("certificate is not trusted", "cacertfile");
    }

    @Test
    void shouldNameTheHostWhenTheCertificateIsAnotherOnes() throws Exception {
        startSource("amqps://guest:guest@localhost:" + broker.tlsPort(), trusted.certificate());
        assertThatItComplainsOnce("another host's", "localhost", "amqpurl");

        trusted.sign("broker", "ip:127.0.0.1,dns:localhost");
        broker.control("eval", "ssl:clear_pem_cache().");

        assertThatItComesBack();
    }

    @Test
    void shouldNameTheUrlWhenTlsIsExpectedAndNotSpoken() {
        startSource("amqp://guest:guest@127.0.0.1:" + broker.tlsPort(), null);

        assertThatItComplainsOnce("amqp or amqps", "amqpurl");
    }

    @Test
    void shouldNameTheUrlWhenTlsIsSpokenAndNotExpected() {
        startSource(broker.url().replace("amqp:", "amqps:"), null);

        assertThatItComplainsOnce("amqp or amqps", "amqpurl");
    }

    @Test
    void shouldNameTheUserAndWhatHeMayNotDoUntilHeMay() throws Exception {
        channel.queueDeclare(name, true, false, false, null);
        broker.control("add_user", name, "swordfish");
        startSource(broker.url(name, "swordfish"), null);
        assertThatItComplainsOnce("access to vhost '/'", "user '" + name + "'", "amqpurl");

        broker.control("set_permissions", name, ".*", ".*", "");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN")
                        .contains("may not do this", "queue '" + name + "'", "amqpurl"));
        broker.control("set_permissions", name, "", "", ".*");

        assertThatItComesBack();
        assertThat(complaints()).hasSize(2).noneMatch(line -> line.contains("swordfish"));
    }

    @Test
    void shouldNameTheUrlWhenThePasswordIsWrongUntilItIsRight() throws Exception {
        broker.control("add_user", name, "first");
        broker.control("set_permissions", name, ".*", ".*", ".*");
        startSource(broker.url(name, "second"), null);
        assertThatItComplainsOnce("does not let us in", "amqpurl");

        broker.control("change_password", name, "second");

        assertThatItComesBack();
    }

    private void startSource(String url, Path cacertfile) {
        Map<String, Object> parameters = new HashMap<>(
                Map.of("amqpurl", url, "queue", name, "protocol", "1", "resilience", true, "recoveryInterval", 200,
                        "wallarooPort",
                        worker.sourcePort("feed")));
        if (cacertfile != null) {
            parameters.put("cacertfile", cacertfile.toString());
        }
        source = RunningConnector.start("rabbitmq_source", "feed", parameters);
    }

    private void assertThatItComplainsOnce(String... because) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN").contains(because));
        // Several attempts later.
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> complaints().size() == 1);
        assertThat(complaints().get(0)).contains(because).doesNotContain("guest:guest", "second");
    }

    private List<String> complaints() {
        return log.lines().stream().filter(line -> line.startsWith("WARN") || line.startsWith("ERROR")).toList();
    }

    private void assertThatItComesBack() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("UP"));
        channel.basicPublish("", name, null, "n1".getBytes(UTF_8));
        await().atMost(PATIENCE).until(() -> seen.committed().equals(List.of("n1")));
    }
}
