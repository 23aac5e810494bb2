package io.github.camelwallaroo.routes.readme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationFile;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.catalog.Direction;
import io.github.camelwallaroo.routes.demo.Celsius;
import io.github.camelwallaroo.routes.launcher.Program;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.testservices.faults.ReservedPort;
import io.github.camelwallaroo.worker.EmbeddedWorker;

/** Each connector's line of the README, run as it stands there by the program that users get, with the real service. */
class ReadmeConnectorsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Peers PEERS = new Peers();
    private static final float CELSIUS = 20.5f;
    private static final String FAHRENHEIT = "68.9";

    @TempDir
    private Path folder;

    private ReservedPort sourcePort;
    private ReservedPort sinkPort;
    private EmbeddedWorker worker;
    private Peer peer;

    @AfterAll
    static void stopServices() throws Exception {
        PEERS.close();
    }

    @BeforeEach
    void reservePorts() throws IOException {
        sourcePort = ReservedPort.any();
        sinkPort = ReservedPort.any();
    }

    @AfterEach
    void stop() throws Exception {
        sourcePort.close();
        sinkPort.close();
        if (worker != null) {
            worker.kill();
        }
        if (peer != null) {
            peer.close();
        }
    }

    @Test
    void shouldNameEachConnectorOnce() {
        assertThat(ReadmeLine.all()).extracting(ReadmeLine::connector)
                .containsExactlyInAnyOrderElementsOf(new ConnectorCatalog().names());
    }

    static List<ReadmeLine> sources() {
        return lines(Direction.SOURCE);
    }

    static List<ReadmeLine> sinks() {
        return lines(Direction.SINK);
    }

    private static List<ReadmeLine> lines(Direction direction) {
        ConnectorCatalog catalog = new ConnectorCatalog();
        return ReadmeLine.all()
                .stream()
                .filter(line -> catalog.find(line.connector()).orElseThrow().direction() == direction)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("sources")
    void shouldBringAReadingIntoWallaroo(ReadmeLine line) throws Exception {
        ApplicationDescription application = describe();
        peer = PEERS.of(line.connector());
        String arguments = line.with(peer.prepare(folder));
        AtomicReference<Object> result = new AtomicReference<>();
        try (SinkConnector sink = SinkConnector.builder()
                .application(folder.resolve("celsius.yaml").toString())
                .connector("fahrenheit_conversion")
                .build()) {
            sink.listen();
            worker = EmbeddedWorker.start(new Celsius().setup(application));
            try (Program connector = Program.start(folder, peer.environment(), arguments).says("connected to")) {
                // Where nobody keeps what is sent before somebody listens, it has to be sent again.
                await().atMost(PATIENCE).pollInterval(Duration.ofMillis(300)).untilAsserted(() -> {
                    peer.give(CELSIUS);
                    result.compareAndSet(null, sink.read(Duration.ofMillis(500)));
                    assertThat(result.get()).as("it said %s", connector.lines()).isEqualTo(FAHRENHEIT);
                });
                assertThat(connector.lines()).as("what its user sees").noneMatch(text -> text.contains("Exception"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("sinks")
    void shouldBringAResultOutOfWallaroo(ReadmeLine line) throws Exception {
        ApplicationDescription application = describe();
        peer = PEERS.of(line.connector());
        String arguments = line.with(peer.prepare(folder));
        try (Program connector = Program.start(folder, peer.environment(), arguments).says("listening on")) {
            worker = EmbeddedWorker.start(new Celsius().setup(application));
            try (SourceConnector source = SourceConnector.builder()
                    .application(folder.resolve("celsius.yaml").toString())
                    .connector("celsius_feed")
                    .build()) {
                source.connect();
                source.write(CELSIUS);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(peer.taken()).as("it said %s", connector.lines())
                                .isEqualTo(FAHRENHEIT));
            }
            assertThat(connector.lines()).as("what its user sees").noneMatch(text -> text.contains("Exception"));
        }
    }

    private ApplicationDescription describe() throws Exception {
        String yaml = """
                name: Celsius to Fahrenheit
                connectors:
                  celsius_feed: {direction: source, port: %d, format: float32}
                  fahrenheit_conversion: {direction: sink, port: %d, format: text}
                """.formatted(sourcePort.number(), sinkPort.number());
        Files.writeString(folder.resolve("celsius.yaml"), yaml);
        return ApplicationFile.parse(yaml, "celsius.yaml");
    }
}
