package io.github.camelwallaroo.routes.support.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** {@code rabbitmq_source} with a real broker and an embedded worker. */
@Timeout(180)
class RabbitSourceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COUNT = 10_000;

    private static RabbitService broker;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private final String name = "readings-" + Long.toHexString(System.nanoTime());
    private EmbeddedWorker worker;
    private RunningConnector source;
    private Connection connection;
    private Channel channel;

    @BeforeAll
    static void startBroker() throws IOException {
        broker = RabbitService.start();
    }

    @AfterAll
    static void stopBroker() throws IOException {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        connect();
        worker = EmbeddedWorker.start(Application.named("numbers")
                .source("numbers",
                        SourceConnectorConfig.named("feed").protocol(Protocol.V1).credits(500, 250).format("text"),
                        String.class)
                .toSink(seen)
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(200)));
    }

    @AfterEach
    void stop() throws Exception {
        if (source != null) {
            source.close();
        }
        worker.kill();
        connection.abort();
        // The broker may be somebody else's.
        connect();
        channel.queueDelete(name);
        channel.queueDelete(name + "-dead");
        channel.exchangeDelete(name);
        channel.exchangeDelete(name + "-dead");
        connection.abort();
    }

    @Test
    void shouldDeclareWhatIsMissingAndBringEveryMessageThroughTheWorker() throws Exception {
        startSource(Map.of("exchange", name, "exchange_type", "topic", "routing_key", "plant.#"));
        awaitUp();

        publish(name, "plant.cellar", 0, COUNT);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == COUNT);
        assertThat(seen.committed()).isEqualTo(numbers(0, COUNT));
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldLoseNothingWhenTheBrokerAndTheWorkerAreKilledInTheMiddle() throws Exception {
        broker.assumeOurs();
        startSource(Map.of());
        awaitUp();
        broker.syncDeclarations();
        publish("", name, 0, 3_000);
        await().atMost(PATIENCE).until(() -> !seen.committed().isEmpty());

        connection.abort();
        broker.kill();
        await().atMost(PATIENCE).until(() -> source.serviceHealth().startsWith("DOWN"));
        broker.begin();
        connect();
        publish("", name, 3_000, 7_000);
        await().atMost(PATIENCE).until(() -> seen.committed().size() > 3_000);
        worker.kill();
        publish("", name, 7_000, COUNT);
        worker = worker.restart();

        await().atMost(PATIENCE).until(() -> new HashSet<>(seen.committed()).size() == COUNT);
        assertThat(new HashSet<>(seen.committed())).isEqualTo(new HashSet<>(numbers(0, COUNT)));
        awaitUp();
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldConnectAnewWhenTheConnectionThatItHasIsDead() throws Exception {
        try (CamelContext context = new DefaultCamelContext(); RabbitBroker beans = beans(context)) {
            com.rabbitmq.client.Connection first = beans.createConnection().getDelegate();
            first.abort();

            assertThat(beans.createConnection().getDelegate()).isNotSameAs(first)
                    .satisfies(second -> assertThat(second.isOpen()).isTrue());
        }
    }

    @Test
    void shouldNotBeDownWhenAConnectionThatWasReplacedSaysLateThatItIsLost() throws Exception {
        try (CamelContext context = new DefaultCamelContext(); RabbitBroker beans = beans(context)) {
            com.rabbitmq.client.Connection first = beans.createConnection().getDelegate();
            Channel channelOfFirst = first.createChannel();
            first.abort();
            com.rabbitmq.client.Connection second = beans.createConnection().getDelegate();

            beans.lost(new ShutdownSignalException(true, false, null, first));
            beans.lost(new ShutdownSignalException(false, false, null, channelOfFirst));
            assertThat(log.lines()).noneMatch(line -> line.contains("cannot be used"));

            beans.lost(new ShutdownSignalException(true, false, null, second));
            assertThat(log.lines()).anyMatch(line -> line.contains("cannot be used: the connection was lost"));
        }
    }

    private RabbitBroker beans(CamelContext context) {
        RabbitBroker beans = new RabbitBroker();
        beans.setCamelContext(context);
        beans.setConnector("feed");
        beans.setUrl(broker.url());
        beans.setQueue(name);
        return beans;
    }

    @Test
    void shouldTakeAMessageAsItIsWhateverItsHeadersSay() throws Exception {
        startSource(Map.of());
        awaitUp();

        // Spring would take it apart.
        AMQP.BasicProperties batch = new AMQP.BasicProperties.Builder().deliveryMode(2)
                .headers(Map.of("springBatchFormat", "lengthHeader4"))
                .replyTo(name)
                .build();
        channel.basicPublish("", name, batch, "\0\0\0\1a\0\0\0\1b".getBytes(UTF_8));
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 11);
        assertThat(seen.committed().get(0)).isEqualTo("\0\0\0\1a\0\0\0\1b");
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldKeepInTheQueueWhatTheWorkerHasNotCovered() throws Exception {
        startSource(Map.of());
        awaitUp();
        worker.kill();
        publish("", name, 0, 100);
        await().atMost(PATIENCE).until(() -> channel.messageCount(name) == 0);

        source.close();
        source = null;

        await().atMost(PATIENCE).until(() -> channel.messageCount(name) == 100);
    }

    @Test
    void shouldComeBackFromOneOutageAfterTheOtherWithThePrefetchItHad() throws Exception {
        broker.assumeOurs();
        startSource(Map.of("prefetch", 10));
        awaitUp();
        worker.kill();
        publish("", name, 0, 100);

        for (int outage = 0; outage < 3; outage++) {
            // Nothing is acknowledged, so that is all that may be under way.
            await().atMost(PATIENCE).until(() -> channel.consumerCount(name) == 1 && channel.messageCount(name) == 90);
            broker.control("close_all_connections", "a test says so");
            connection.abort();
            connect();
        }
        worker = worker.restart();

        await().atMost(PATIENCE).until(() -> new HashSet<>(seen.committed()).equals(new HashSet<>(numbers(0, 100))));
        awaitUp();
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldHaveTheBrokerMovePoisonToTheDeadLetterExchange() throws Exception {
        channel.exchangeDeclare(name + "-dead", "fanout");
        channel.queueDeclare(name + "-dead", true, false, false, null);
        channel.queueBind(name + "-dead", name + "-dead", "");
        startSource(Map.of("dead_letter_exchange", name + "-dead"));
        awaitUp();

        publishPoison();
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);
        await().atMost(PATIENCE).until(() -> channel.messageCount(name + "-dead") == 1);
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldSetPoisonAsideAndGoOn() throws Exception {
        startSource(Map.of("dead_letter", "file:" + folder.resolve("rejected")));
        awaitUp();

        publishPoison();
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(folder.resolve("rejected").toFile().list()).hasSize(1));
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldLeavePoisonInTheQueueWhenNobodyTakesItAndGoOn() throws Exception {
        startSource(Map.of());
        awaitUp();

        publishPoison();
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);
        source.close();
        source = null;
        await().atMost(PATIENCE).until(() -> channel.messageCount(name) == 1);
        assertThat(log.lines()).anyMatch(line -> line.contains("feed: 1 message not delivered"));
    }

    @Test
    void shouldSayWhichParameterIsWrongAndRecoverWhenItIsMended() throws Exception {
        startSource(Map.of("exchange", name));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN")
                        .contains("no exchange '" + name + "'", "parameters queue, exchange"));
        channel.exchangeDeclare(name, "direct", true);
        awaitUp();
        await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> channel.consumerCount(name) == 1);
        source.close();

        startSource(Map.of("exchange", name, "exchange_type", "fanout"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN")
                        .contains("type", "fanout", "direct", "exchange_type"));
        assertThat(log.lines()).filteredOn(line -> line.contains("exchange_type and")).hasSize(1);
        channel.exchangeDelete(name);
        awaitUp();
    }

    @Test
    void shouldNameTheUrlWhenThePasswordIsWrongAndNotShowIt() throws Exception {
        broker.assumeOurs();
        startSource(Map.of("amqpurl", broker.url("guest", "swordfish")));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN")
                        .contains("does not let us in", "amqpurl")
                        .doesNotContain("swordfish"));
        assertThat(log.lines()).filteredOn(line -> line.contains("cannot be used"))
                .hasSize(1)
                .noneMatch(
                        line -> line.contains("swordfish"));
    }

    @Test
    void shouldNameTheUrlWhenNobodyListens() throws Exception {
        startSource(Map.of("amqpurl", "amqp://guest:guest@127.0.0.1:1"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("DOWN")
                        .contains("nobody listens", "amqpurl"));
    }

    @Test
    void shouldRefuseWhatIsNoUrlWithoutShowingIt() {
        assertThatThrownBy(() -> startSource(Map.of("amqpurl", "guest:swordfish@host")))
                .hasMessageContaining("amqpurl")
                .hasMessageContaining("amqp://user:password@host:port/vhost")
                .hasMessageNotContaining("swordfish");
    }

    private void startSource(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(
                Map.of("amqpurl", broker.url(), "queue", name, "protocol", "1", "resilience", true, "recoveryInterval",
                        200, "wallarooPort", worker.sourcePort("feed")));
        all.putAll(more);
        source = RunningConnector.start("rabbitmq_source", "feed", all);
    }

    private void awaitUp() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(source.serviceHealth()).startsWith("UP"));
    }

    private void connect() throws Exception {
        connection = RabbitAddress.client(broker.url(), "").newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    private void publish(String exchange, String routingKey, int from, int to) throws Exception {
        AMQP.BasicProperties persistent = new AMQP.BasicProperties.Builder().deliveryMode(2)
                // A sender must not choose streams and ids.
                .headers(Map.of("CamelWallarooStream", "made up", "CamelWallarooMessageId", 1))
                .contentType("application/x-java-serialized-object")
                .build();
        for (String number : numbers(from, to)) {
            channel.basicPublish(exchange, routingKey, persistent, number.getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie();
    }

    /** Larger than what a worker takes. */
    private void publishPoison() throws Exception {
        channel.basicPublish("", name, new AMQP.BasicProperties.Builder().deliveryMode(2).build(), new byte[17_000]);
        channel.waitForConfirmsOrDie();
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }

    /** What the broker has no answer for goes back into the queue when the connector stops. */
    private void assertThatEverythingIsAcknowledged() throws IOException {
        await().atMost(PATIENCE).until(() -> source.context().getInflightRepository().size() == 0);
        source.close();
        source = null;
        await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> channel.messageCount(name) == 0);
    }
}
