package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.DeadLetter;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** What people do wrong and what goes wrong by itself: said once, with what to look at, and over without a restart. */
@Timeout(300)
class KafkaTroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SERVICE = "wallaroo-service-feed";
    private static final String RECORDS = "wallaroo-records-feed";
    private static final int TOO_LARGE = 20_000;

    private static KafkaBroker broker;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final TransactionalMemorySink<byte[]> seen = TransactionalMemorySink.named("seen");
    private KafkaTopics topics;
    private EmbeddedWorker worker;

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
        worker = EmbeddedWorker.start(Application.named("trouble")
                .source("careful", SourceConnectorConfig.named("feed").protocol(Protocol.V1), byte[].class)
                .toSink(seen)
                .source("nothing", SourceConnectorConfig.named("nothing"), byte[].class)
                .toSink(SinkConnectorConfig.named("alerts"))
                .build(), WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofMillis(100)));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        worker.kill();
        topics.close();
    }

    @Test
    void shouldSayThatNoBrokerAnswersAndGoOnWhenItDoes() throws Exception {
        assumeTrue(broker.isOurs(), "somebody else's broker is not stopped");
        topics.create("in");
        topics.send("in", 100);
        broker.kill();

        source(Map.of());
        sink(Map.of("topic", topics.name("in")));

        awaitDown(SERVICE, broker.bootstrapServers(), "bootstrap_brokers");
        awaitDown("wallaroo-service-alerts", broker.bootstrapServers(), "bootstrap_brokers");
        broker.restart();
        awaitUp(SERVICE);
        awaitUp("wallaroo-service-alerts");
        awaitSeen(100);
        BrokerLines.assertOneReason(log, "feed:", "no answer from " + broker.bootstrapServers());
        BrokerLines.assertOneReason(log, "alerts:", "no answer from " + broker.bootstrapServers());
    }

    @Test
    void shouldSayThatNoHostIsKnownAndRefuseWhatIsNoAddress() throws Exception {
        source(Map.of("bootstrap_brokers", "nowhere.invalid:9092"));

        awaitDown(SERVICE, "nowhere.invalid:9092", "bootstrap_brokers");
        BrokerLines.assertOneReason(log, "feed:", "no host in 'nowhere.invalid:9092'");
        assertThatThrownBy(() -> sink(Map.of("bootstrap_brokers", "localhost", "topic", "t")))
                .rootCause()
                .hasMessageContaining("'localhost' is no host:port");
    }

    @Test
    void shouldSayWhichTopicIsUnknownAndGoOnWhenItIsThere() throws Exception {
        topics.create("there");
        source(Map.of("topics", topics.name("there") + "," + topics.name("in")));
        sink(Map.of("topic", topics.name("out")));

        awaitDown(SERVICE, "'" + topics.name("in") + "'", "topic");
        awaitDown("wallaroo-service-alerts", "'" + topics.name("out") + "'", "topic");
        topics.create("in");
        topics.create("out");
        topics.send("in", 100);
        awaitUp(SERVICE);
        awaitUp("wallaroo-service-alerts");
        awaitSeen(100);
        BrokerLines.assertOneReason(log, "feed:", "knows no topic '" + topics.name("in") + "'");
    }

    @Test
    void shouldSayThatTheLoginIsRefusedAndGoOnWhenTheUserIsThere() throws Exception {
        assumeTrue(broker.isOurs(), "who may log in to somebody else's broker is not known here");
        topics.create("in");
        topics.create("out");
        topics.send("in", 100);
        Map<String, Object> login = Map.of("bootstrap_brokers", broker.loginServers(), "securityProtocol",
                "SASL_PLAINTEXT", "saslMechanism", "SCRAM-SHA-256", "saslJaasConfig",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"reader\""
                        + " password=\"p+w%d;&=\";");
        source(login);
        Map<String, Object> sink = new HashMap<>(login);
        sink.put("topic", topics.name("out"));
        sink(sink);

        awaitDown(SERVICE, "saslJaasConfig");
        awaitDown("wallaroo-service-alerts", "saslJaasConfig");
        topics.admin()
                .alterUserScramCredentials(List.of(new UserScramCredentialUpsertion("reader",
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096), "p+w%d;&=")))
                .all()
                .get();

        awaitUp(SERVICE);
        awaitUp("wallaroo-service-alerts");
        awaitSeen(100);
        assertThat(log.lines()).noneMatch(line -> line.contains("p+w"));
    }

    @Test
    void shouldStandStillAtARecordThatCannotBeSentWhileOtherPartitionsGoOn() throws Exception {
        topics.create("in", 2);
        topics.send("in", "k".getBytes(UTF_8), new byte[TOO_LARGE]);
        topics.send("in", "k".getBytes(UTF_8), new byte[1]);
        topics.send("in", 100);

        source(Map.of());

        awaitDown(RECORDS, topics.name("in") + "-0 stands still at offset 0", "16384");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(seen.committed()).isNotEmpty()
                        .allMatch(KafkaTopics::isValue));
        assertThat(topics.groupOffsets(topics.name("group"))).doesNotContainKey(topics.name("in") + "-0");
        BrokerLines.assertOneReason(log, "feed:", "stands still at offset 0");
    }

    @Test
    void shouldGiveRecordsThatCannotBeSentToTheDeadLetterAndGoOnBehindThem() throws Exception {
        topics.create("in", 1);
        topics.send("in", "k".getBytes(UTF_8), new byte[1]);
        topics.send("in", new byte[]{(byte) 0xFF}, new byte[2]);
        topics.send("in", "k".getBytes(UTF_8), null);
        topics.send("in", "k".getBytes(UTF_8), new byte[3]);
        topics.send("in", "k".getBytes(UTF_8), new byte[TOO_LARGE]);
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);

        source(Map.of("dead_letter", "mock:dead"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.groupOffsets(topics.name("group")))
                        .containsEntry(topics.name("in") + "-0", 5L));
        assertThat(seen.committed()).extracting(bytes -> bytes.length).containsExactly(1, 3);
        assertThat(dead.getReceivedExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader(DeadLetter.POSITION))
                .containsExactly("1", "2", "4");
        assertThat(dead.getReceivedExchanges())
                .extracting(exchange -> exchange.getMessage().getHeader(DeadLetter.CAUSE, String.class))
                .satisfiesExactly(cause -> assertThat(cause).contains("keys=base64"),
                        cause -> assertThat(cause).contains("tombstones=skip"),
                        cause -> assertThat(cause).contains("16384"));
        assertThat(dead.getReceivedExchanges().get(2).getMessage().getBody(byte[].class)).hasSize(TOO_LARGE);
        assertThat(Templates.health(context, RECORDS)).startsWith("UP");
    }

    @Test
    void shouldNotGoOnBehindARecordThatTheDeadLetterDoesNotTakeBeforeItDoes() throws Exception {
        topics.create("in", 1);
        topics.send("in", "k".getBytes(UTF_8), new byte[TOO_LARGE]);
        topics.send("in", "k".getBytes(UTF_8), new byte[3]);
        MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);
        AtomicBoolean full = new AtomicBoolean(true);
        AtomicInteger refused = new AtomicInteger();
        dead.whenAnyExchangeReceived(exchange -> {
            if (full.get()) {
                refused.incrementAndGet();
                throw new IllegalStateException("full");
            }
        });

        source(Map.of("dead_letter", "mock:dead"));

        awaitDown(RECORDS, "stands still at offset 0", "mock:dead", "full");
        assertThat(seen.committed()).isEmpty();
        full.set(false);
        awaitSeen(1);
        assertThat(dead.getReceivedCounter()).isEqualTo(refused.get() + 1);
        assertThat(Templates.health(context, RECORDS)).startsWith("UP");
    }

    @Test
    void shouldTreatKeysAndTombstonesAsItIsTold() throws Exception {
        topics.create("in", 1);
        topics.send("in", new byte[]{(byte) 0xFF}, new byte[1]);
        topics.send("in", "k".getBytes(UTF_8), null);

        source(Map.of("keys", "base64", "tombstones", "skip"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(topics.groupOffsets(topics.name("group")))
                        .containsEntry(topics.name("in") + "-0", 2L));
        assertThat(seen.committed()).hasSize(1);
    }

    private void source(Map<String, Object> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>(Map.of("connector", "feed", "topics", topics.name("in"),
                "bootstrap_brokers", broker.bootstrapServers(), "consumer_group", topics.name("group"), "wallarooPort",
                String.valueOf(worker.sourcePort("feed")), "protocol", "1", "resilience", "true"));
        parameters.putAll(more);
        Templates.add(context, "kafka_source", parameters);
    }

    private void sink(Map<String, Object> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>(Map.of("connector", "alerts", "bootstrap_brokers",
                broker.bootstrapServers(), "listenPort", String.valueOf(worker.sinkPort("alerts"))));
        parameters.putAll(more);
        Templates.add(context, "kafka_sink", parameters);
    }

    private void awaitDown(String check, String... parts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Templates.health(context, check)).startsWith("DOWN").contains(parts));
    }

    private void awaitUp(String check) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Templates.health(context, check)).startsWith("UP"));
    }

    private void awaitSeen(int count) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen.committed()).hasSize(count));
    }
}
