package io.github.camelwallaroo.worker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.SinkHealth;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.TransactionOperations;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * A worker's state directory, or a sink's transaction log, is wiped, or an old copy is put in its place: nothing more is
 * delivered, health says where both are, and what it says to do helps.
 */
@Timeout(300)
class StateMismatchIT {

    private static final int MORE = 50;

    @TempDir
    private Path directory;

    private final int sourcePort = StablePorts.row(2);
    private final int sinkPort = sourcePort + 1;
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private final List<String> expected = new ArrayList<>();
    private int phase;

    private Path log() {
        return directory.resolve("log");
    }

    private Path state() {
        return directory.resolve("state");
    }

    private final class Deliveries implements SinkHandler {

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) {
            delivered.add(new String((byte[]) message.body(), UTF_8));
            done.done(null);
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
            done.done(cause);
        }
    }

    private SinkConnector sink() throws IOException {
        SinkOptions options = SinkOptions.of("passed-on", new HostPort("127.0.0.1", sinkPort), Protocol.V1);
        SinkConnector sink = SinkConnector.of(
                options.withSession(options.session().withResilience(true).withTransactionLog(log())),
                Format.of("bytes"), ConnectorThreads.daemons());
        sink.listen(() -> new Deliveries());
        return sink;
    }

    private EmbeddedWorker worker() throws Exception {
        return EmbeddedWorker.start(Application.named("passing-on")
                .source("texts",
                        SourceConnectorConfig.named("texts").port(sourcePort).protocol(Protocol.V1).format("text"),
                        String.class)
                .to("pass on", text -> text)
                .toSink(SinkConnectorConfig.named("passed-on").port(sinkPort).protocol(Protocol.V1).format("text"))
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(state())
                        .checkpointInterval(Duration.ofMillis(15))
                        .reconnectDelays(Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    private SourceConnector source() {
        SourceOptions options = SourceOptions.of("texts", new HostPort("127.0.0.1", sourcePort), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true))
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(50), 0, 0);
        SourceConnector connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }

    private void give(SourceConnector source) throws Exception {
        phase++;
        for (int i = 0; i < MORE; i++) {
            String text = "phase " + phase + ", text " + i + "\n";
            expected.add(text);
            source.write(in("phase " + phase, text), failure -> {});
        }
    }

    private static SourceMessage in(String stream, String text) {
        return new SourceMessage(text, 0, null, stream, SourceMessage.AUTOMATIC);
    }

    /** Worker and sink from start to stop; everything is delivered once. */
    private void run() throws Exception {
        try (SinkConnector sink = sink(); EmbeddedWorker worker = worker(); SourceConnector source = source()) {
            give(source);
            Patience.until("all is delivered", () -> delivered.size() >= expected.size());
            assertThat(delivered).isEqualTo(expected);
            assertThat(sink.status()).isEqualTo(new SinkHealth(true, List.of()));
            assertThat(worker.failureCount()).isZero();
        }
    }

    /** A worker and a sink that do not fit, and then the remedy. */
    private void meetAndAdopt() throws Exception {
        try (SinkConnector sink = sink(); EmbeddedWorker worker = worker(); SourceConnector source = source()) {
            source.write(in("unfit", "for nobody\n"), failure -> {});
            Patience.until("the mismatch is seen", () -> !sink.status().up());
            assertThat(sink.status().reasons()).singleElement()
                    .asString()
                    .contains("the worker goes on at byte",
                            "txn adopt");
            assertThat(sink.streams()).singleElement()
                    .satisfies(stream -> assertThat(stream.mismatch()).isPresent());
            assertThat(sink.metrics().get(Metric.ABORT_VOTES)).as("rollbacks that the sink asks for").isZero();
            assertThat(delivered).isEqualTo(expected);
            worker.kill();
            source.close(Duration.ZERO);
        }
        try (TransactionOperations operations = TransactionOperations.open(log())) {
            operations.adopt(operations.names().get(0), OptionalLong.empty());
        }
    }

    /** What the worker had taken meanwhile comes too, if its state kept it. */
    private void goOn() throws Exception {
        List<String> before = List.copyOf(expected);
        try (SinkConnector sink = sink(); EmbeddedWorker worker = worker(); SourceConnector source = source()) {
            give(source);
            Patience.until("all is delivered", () -> delivered.contains(expected.get(expected.size() - 1)));
            List<String> shown = new ArrayList<>(delivered);
            shown.remove("for nobody\n");
            assertThat(shown).isEqualTo(expected).startsWith(before.toArray(String[]::new));
            assertThat(sink.status()).isEqualTo(new SinkHealth(true, List.of()));
            assertThat(worker.failureCount()).isZero();
        }
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private Path copyOf(Path path) throws IOException {
        Path copy = directory.resolve("copy");
        copy(path, copy);
        return copy;
    }

    @Test
    void shouldGoOnWhenToldToAfterTheWorkersStateWasWiped() throws Exception {
        run();
        delete(state());
        meetAndAdopt();
        goOn();
    }

    @Test
    void shouldGoOnWhenToldToAfterAnOldCopyOfTheWorkersStateWasRestored() throws Exception {
        run();
        Path old = copyOf(state());
        run();
        delete(state());
        copy(old, state());
        meetAndAdopt();
        goOn();
    }

    @Test
    void shouldGoOnWhenToldToAfterAnOldCopyOfTheLogWasRestored() throws Exception {
        run();
        Path old = copyOf(log());
        run();
        delete(log());
        copy(old, log());
        meetAndAdopt();
        goOn();
    }

    @Test
    void shouldGoOnByItselfAfterTheLogWasLost() throws Exception {
        run();
        delete(log());
        goOn();
    }
}
