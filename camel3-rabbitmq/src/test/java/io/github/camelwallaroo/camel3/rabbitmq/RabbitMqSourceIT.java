package io.github.camelwallaroo.camel3.rabbitmq;

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
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.DeadLetter;
import io.github.camelwallaroo.routes.support.rabbitmq.RabbitAddress;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** {@code rabbitmq_source} on Camel 3, with a real broker and an embedded worker. */
@Timeout(180)
class RabbitMqSourceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int COUNT = 10_000;

    private static RabbitService broker;

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private final String name = "readings-" + Long.toHexString(System.nanoTime());
    private EmbeddedWorker worker;
    private Camel3Feed source;
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
        assertThat(source.context().getVersion()).startsWith("3.");
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
        await().atMost(PATIENCE).until(() -> source.health().startsWith("DOWN"));
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
        assertThat(source.lines()).filteredOn(line -> line.contains("RabbitMQ at") && line.startsWith("WARN"))
                .as("each reason once, and no line of the endpoint's own")
                .doesNotHaveDuplicates();
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
    void shouldGoOnWhereItWasWhenItIsSuspendedAndResumed() throws Exception {
        startSource(Map.of());
        awaitUp();
        publish("", name, 0, 10);
        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);

        source.context().getRouteController().suspendRoute("feed");
        publish("", name, 10, 20);
        await().atMost(PATIENCE).until(() -> channel.consumerCount(name) == 0 && channel.messageCount(name) == 10);
        source.context().getRouteController().resumeRoute("feed");

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 20);
        source.context().getRouteController().stopRoute("feed");
        publish("", name, 20, 30);
        source.context().getRouteController().startRoute("feed");
        await().atMost(PATIENCE).until(() -> seen.committed().size() == 30);
        assertThat(seen.committed()).isEqualTo(numbers(0, 30));
        assertThatEverythingIsAcknowledged();
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
    void shouldSetPoisonAsideWithItsCauseAndWithoutWhatItsSenderMadeUp() throws Exception {
        BlockingQueue<Exchange> rejected = new LinkedBlockingQueue<>();
        startSource(Map.of("dead_letter", "direct:rejected"));
        source.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:rejected").process(exchange -> rejected.add(exchange.copy()));
            }
        });
        awaitUp();

        publishPoison();
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);
        Exchange poison = rejected.poll(60, TimeUnit.SECONDS);
        assertThat(poison.getMessage().getBody(byte[].class)).hasSize(17_000);
        assertThat(poison.getMessage().getHeader(DeadLetter.CAUSE, String.class)).contains("17");
        assertThat(poison.getMessage().getHeader(DeadLetter.STREAM)).isEqualTo(name);
        assertThat(poison.getMessage().getHeader(DeadLetter.POSITION)).isEqualTo("1");
        assertThat(poison.getMessage().getHeaders()).doesNotContainKeys("CamelWallarooStream", Delivery.HEADER)
                .containsEntry("plant", "cellar");
        assertThatEverythingIsAcknowledged();
    }

    @Test
    void shouldLeavePoisonInTheQueueWhenNobodyTakesItAndGoOn() throws Exception {
        startSource(Map.of());
        awaitUp();

        publishPoison();
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);
        assertThat(source.lines()).anyMatch(line -> line.contains("feed: 1 message not delivered"));
        source.close();
        source = null;
        await().atMost(PATIENCE).until(() -> channel.messageCount(name) == 1);
    }

    @Test
    void shouldSayWhichParameterIsWrongAndRecoverWhenItIsMended() throws Exception {
        startSource(Map.of("exchange", name));
        awaitDown("no exchange '" + name + "'", "parameters queue, exchange");
        channel.exchangeDeclare(name, "direct", true);
        awaitUp();
        source.close();

        startSource(Map.of("exchange", name, "exchange_type", "fanout"));
        awaitDown("type", "fanout", "direct", "exchange_type");
        channel.exchangeDelete(name);
        awaitUp();
        assertThat(source.lines()).filteredOn(line -> line.contains("exchange_type and")).hasSize(1);
    }

    @Test
    void shouldConsumeAgainWhenTheQueueWasDeleted() throws Exception {
        startSource(Map.of());
        awaitUp();

        channel.queueDelete(name);
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            connection.abort();
            connect();
            return channel.consumerCount(name) == 1;
        });
        publish("", name, 0, 10);

        await().atMost(PATIENCE).until(() -> seen.committed().size() == 10);
    }

    @Test
    void shouldNameTheUrlWhenThePasswordIsWrongAndNotShowIt() throws Exception {
        broker.assumeOurs();
        startSource(Map.of("amqpurl", broker.url("guest", "swordfish")));

        awaitDown("does not let us in", "amqpurl");
        assertThat(source.health()).doesNotContain("swordfish");
        assertThat(source.lines()).noneMatch(line -> line.contains("swordfish"))
                .filteredOn(line -> line.contains("cannot be used"))
                .hasSize(1);
    }

    @Test
    void shouldNameTheUrlWhenNobodyListens() throws Exception {
        startSource(Map.of("amqpurl", "amqp://guest:guest@127.0.0.1:1"));

        awaitDown("nobody listens", "amqpurl");
        assertThat(source.lines()).filteredOn(line -> line.startsWith("WARN") || line.startsWith("ERROR"))
                .hasSize(1);
    }

    @Test
    void shouldRefuseWhatIsNoUrlWithoutShowingIt() {
        assertThatThrownBy(() -> startSource(Map.of("amqpurl", "guest:swordfish@host")))
                .hasStackTraceContaining("amqpurl is no AMQP URL")
                .satisfies(refused -> assertThat(messages(refused)).doesNotContain("swordfish"));
    }

    private static String messages(Throwable failure) {
        return failure == null ? "" : failure.getMessage() + messages(failure.getCause());
    }

    private void startSource(Map<String, Object> more) throws Exception {
        Map<String, Object> all = new HashMap<>(
                Map.of("amqpurl", broker.url(), "queue", name, "protocol", "1", "resilience", true, "recoveryInterval",
                        200, "wallarooPort", worker.sourcePort("feed")));
        all.putAll(more);
        source = Camel3Feed.start(all);
    }

    private void awaitUp() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(source.health()).startsWith("UP"));
    }

    private void awaitDown(String... because) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(source.health()).startsWith("DOWN").contains(because));
    }

    private void connect() throws Exception {
        connection = RabbitAddress.client(broker.url(), "").newConnection();
        channel = connection.createChannel();
        channel.confirmSelect();
    }

    private void publish(String exchange, String routingKey, int from, int to) throws Exception {
        for (String number : numbers(from, to)) {
            channel.basicPublish(exchange, routingKey, properties(), number.getBytes(UTF_8));
        }
        channel.waitForConfirmsOrDie();
    }

    /** A sender must not choose streams and ids, nor who is answered, nor have Java objects made. */
    private AMQP.BasicProperties properties() {
        return new AMQP.BasicProperties.Builder().deliveryMode(2)
                .headers(Map.of("CamelWallarooStream", "made up", "CamelWallarooMessageId", 1, "CamelSerialize", true,
                        "plant", "cellar"))
                .replyTo(name)
                .build();
    }

    /** Larger than what a worker takes. */
    private void publishPoison() throws Exception {
        channel.basicPublish("", name, properties(), new byte[17_000]);
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
