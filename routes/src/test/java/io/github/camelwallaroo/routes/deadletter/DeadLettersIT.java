package io.github.camelwallaroo.routes.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.catalog.Direction;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.routes.support.SharedServices;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** What the dead letter of each connector gets, with the real service: the whole message, and what is known about it. */
@Timeout(180)
class DeadLettersIT {

    static final String CONNECTOR = "readings";

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String REJECTED = "mock:rejected";
    /** Neither four bytes nor the text of a number. */
    private static final byte[] NO_NUMBER = "n/a".getBytes(UTF_8);
    /** Both of them. */
    private static final byte[] NUMBER = "20.5".getBytes(UTF_8);
    private static final SharedServices SERVICES = new SharedServices();

    @TempDir
    private Path folder;

    private EmbeddedWorker worker;
    private RunningConnector connector;

    @AfterAll
    static void stopServices() throws Exception {
        SERVICES.close();
    }

    @AfterEach
    void stop() {
        if (connector != null) {
            connector.close();
        }
        if (worker != null) {
            worker.kill();
        }
    }

    static List<String> sources() {
        return names(Direction.SOURCE);
    }

    static List<String> sinks() {
        return names(Direction.SINK);
    }

    private static List<String> names(Direction direction) {
        ConnectorCatalog catalog = new ConnectorCatalog();
        return catalog.names()
                .stream()
                .filter(each -> catalog.find(each).orElseThrow().direction() == direction)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldGetWhatDoesNotFitTheFormatOfASource(String source) throws Exception {
        TransactionalMemorySink<Float> seen = TransactionalMemorySink.named("seen");
        worker = EmbeddedWorker.start(Application.named("celsius")
                .source("celsius", SourceConnectorConfig.named(CONNECTOR).protocol(Protocol.V1).format("float32"),
                        Float.class)
                .toSink(seen)
                .build(), resilient());
        try (Origin origin = Origins.of(source, SERVICES, folder)) {
            Map<String, Object> parameters = Destination.with(origin.parameters(),
                    Map.of("wallarooPort", worker.sourcePort(CONNECTOR), "format", "float32", "protocol", "1",
                            "resilience", true));
            MockEndpoint rejected = start(source, parameters);
            await().atMost(PATIENCE).until(() -> origin.isReady(connector));

            Origin.Place place = origin.give(NO_NUMBER);
            origin.give(NUMBER);

            Message letter = only(rejected);
            assertThat(letter.getBody(byte[].class)).isEqualTo(NO_NUMBER);
            assertThat(cause(letter)).contains("float32");
            assertThat(place(letter)).isEqualTo(place);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(seen.committed()).hasSize(1));
            assertThat(rejected.getReceivedCounter()).isOne();
            connector.close();
        }
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void shouldGetWhatTheSystemOfASinkDoesNotTake(String sink) throws Exception {
        try (Destination destination = Destinations.of(sink, SERVICES, folder)) {
            MockEndpoint rejected = start(sink, Destination.with(destination.parameters(), Map.of("listenPort", 0,
                    "protocol", "1", "resilience", true, "transactionLog", folder.resolve("log").toString())));
            startWorker(Protocol.V1, resilient());

            put(destination.message());

            Message letter = only(rejected);
            assertThat(destination.body() instanceof String ? letter.getBody(String.class) : letter.getBody())
                    .isEqualTo(destination.body());
            assertThat(cause(letter)).contains(destination.cause());
            Origin.Place place = place(letter);
            assertThat(place.stream()).contains("fahrenheit");
            assertThat(place.position()).matches(CONNECTOR + "/[^/]+/[0-9]+/0");
            connector.close();
        }
    }

    /** Workers before protocol 1 say nothing about themselves, nor about a message's place in their output. */
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldSayWhereAMessageStoodIfTheWorkersProtocolHasAPlaceForThat(Protocol protocol) throws Exception {
        Destination destination = Destinations.file(folder);
        MockEndpoint rejected = start("file_sink",
                Destination.with(destination.parameters(), Map.of("listenPort", 0, "protocol", protocol.text())));
        startWorker(protocol, WorkerOptions.defaults());

        put(destination.message());

        Origin.Place place = place(only(rejected));
        if (protocol == Protocol.V1) {
            assertThat(place.stream()).contains("fahrenheit");
            assertThat(place.position()).matches(CONNECTOR + "/[^/]+/0/0");
        } else {
            assertThat(place).isEqualTo(new Origin.Place(null, null));
        }
    }

    private WorkerOptions resilient() {
        return WorkerOptions.defaults()
                .withStateDir(folder.resolve("state"))
                .checkpointInterval(Duration.ofMillis(100));
    }

    private MockEndpoint start(String template, Map<String, Object> parameters) {
        connector = RunningConnector.start(template, CONNECTOR,
                Destination.with(parameters, Map.of("dead_letter", REJECTED)));
        return connector.context().getEndpoint(REJECTED, MockEndpoint.class);
    }

    /** One that puts out what it gets. */
    private void startWorker(Protocol protocol, WorkerOptions options) throws IOException {
        worker = EmbeddedWorker.start(Application.named("fahrenheit")
                .source("fahrenheit", SourceConnectorConfig.named("feed").protocol(Protocol.V0_6).format("text"))
                .toSink(SinkConnectorConfig.named(CONNECTOR)
                        .protocol(protocol)
                        .port(connector.sinkPort())
                        .format("text"))
                .build(), options);
    }

    private void put(String message) throws Exception {
        HostPort address = new HostPort("127.0.0.1", worker.sourcePort("feed"));
        try (SourceConnector feed = SourceConnector.of(SourceOptions.of("feed", address, Protocol.V0_6),
                Format.of("text"), ConnectorThreads.daemons())) {
            feed.connect();
            feed.write(message);
        }
    }

    private static Message only(MockEndpoint rejected) {
        await().atMost(PATIENCE).until(() -> rejected.getReceivedCounter() > 0);
        assertThat(rejected.getExchanges()).hasSize(1);
        return rejected.getExchanges().get(0).getMessage();
    }

    private static String cause(Message letter) {
        return letter.getHeader("wallaroo-cause", String.class);
    }

    private static Origin.Place place(Message letter) {
        Map<String, Object> ours = new TreeMap<>(letter.getHeaders());
        ours.keySet().removeIf(name -> !name.startsWith("wallaroo-"));
        assertThat(ours).containsEntry("wallaroo-connector", CONNECTOR);
        return new Origin.Place((String) ours.get("wallaroo-stream"), (String) ours.get("wallaroo-position"));
    }
}
