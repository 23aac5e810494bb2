package io.github.camelwallaroo.worker;

import static io.github.camelwallaroo.worker.RawConnector.hello;
import static io.github.camelwallaroo.worker.RawConnector.message;
import static io.github.camelwallaroo.worker.RawConnector.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.RawConnector.End;

/** Sources of generation 1 without resilience, over sockets. */
@Timeout(120)
class SourceSessionTest {

    private static final String WORDS = "words";
    private static final String COOKIE = "a secret of some length";

    private static SourceConnectorConfig words() {
        return SourceConnectorConfig.named(WORDS).protocol(Protocol.V1).format("text");
    }

    private static Application into(SourceConnectorConfig source, RawSink sink) {
        return Application.named("shouting")
                .source("shout", source, String.class)
                .to("shout", String::toUpperCase)
                .toSink(SinkConnectorConfig.named("shouts").port(sink.port()).format("text"))
                .build();
    }

    private static EmbeddedWorker worker(RawSink sink) throws IOException {
        return EmbeddedWorker.start(into(words(), sink));
    }

    @Test
    void shouldProcessWhatAConnectorSends() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = worker(sink);
                RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
            assertThat(connector.open("a")).isEqualTo(PointOfReference.NONE);
            connector.send(message("a", 1, "one"), message("a", 2, "two"), message("a", 2, "again"),
                    message("a", 1, "back"), message("a", 9, "nine"));

            assertThat(sink.await(3).texts()).containsExactly("ONE", "TWO", "NINE");
            Awaitility.await().until(() -> worker.metrics(WORDS).get(Metric.RECEIVED) == 3);
        }
    }

    @Test
    void shouldPassOverEmptyPayloadsWithoutShowingThemToTheDecoder() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = worker(sink);
                RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
            connector.open("a");
            connector.send(message("a", 1, ""), message("a", 2, "two"));

            assertThat(sink.await(1).texts()).containsExactly("TWO");
            assertThat(worker.failureCount()).isZero();
        }
    }

    @Test
    void shouldGrantTheCreditsThatTheSourceSays() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(into(words().credits(1000, 500), sink));
                RawConnector connector = RawConnector.dial(worker.sourcePort(WORDS)).send(hello(""))) {
            assertThat(connector.next()).isEqualTo(new Ok(1000));
            connector.open("a");
            for (int id = 1; id <= 499; id++) {
                connector.send(message("a", id, "x"));
            }

            assertThat(connector.next()).isEqualTo(new Ack(500, List.of()));
        }
    }

    @Test
    void shouldRefuseAWrongCookieAndNeverLogIt() throws Exception {
        try (RawSink sink = RawSink.listen();
                LogCapture log = LogCapture.everything();
                EmbeddedWorker worker = EmbeddedWorker.start(into(words().cookie(COOKIE), sink));
                RawConnector wrong = RawConnector.dial(worker.sourcePort(WORDS)).send(hello("a guess"));
                RawConnector right = RawConnector.dial(worker.sourcePort(WORDS)).send(hello(COOKIE))) {
            assertThat(wrong.next()).isEqualTo(new ProtocolError("Bad cookie: a guess, wanted: another one"));
            assertThat(wrong.awaitEnd()).isEqualTo(End.END);
            assertThat(right.next()).isInstanceOf(Ok.class);

            Awaitility.await().until(() -> worker.metrics(WORDS).get(Metric.PROTOCOL_VIOLATIONS) == 1);
            assertThat(log.text()).contains("the cookie in its HELLO is not the one")
                    .doesNotContain(COOKIE)
                    .doesNotContain("a guess");
            assertThat(words().cookie(COOKIE).toString()).doesNotContain(COOKIE);
        }
    }

    @Test
    void shouldResetWithoutAWordWhenAFrameIsTooLong() throws Exception {
        try (RawSink sink = RawSink.listen(); EmbeddedWorker worker = worker(sink)) {
            for (int length : new int[]{16_385, 1 << 30, -1}) {
                try (RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
                    connector.sendBytes(ByteBuffer.allocate(4).putInt(length).array());
                    assertThat(connector.awaitEnd()).isEqualTo(End.RESET);
                }
            }
        }
    }

    @Test
    void shouldTakeTheLongestFrame() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = worker(sink);
                RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
            connector.open("a");
            connector.send(message("a", 1, "x".repeat(16_384 - ConnectorCodec.MESSAGE_HEADER)));

            assertThat(sink.await(1).texts().get(0)).hasSize(16_384 - ConnectorCodec.MESSAGE_HEADER);
        }
    }

    @Test
    void shouldAnswerErrorAndEndOnlyThatConnectionWhenBytesAreNoFrame() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = worker(sink);
                RawConnector good = RawConnector.greeted(worker.sourcePort(WORDS));
                RawConnector bad = RawConnector.greeted(worker.sourcePort(WORDS))) {
            good.open("a");
            bad.sendBytes(new byte[]{0, 0, 0, 3, 42, 0, 1});
            assertThat(bad.next()).isEqualTo(new ProtocolError("Unable to decode message"));
            assertThat(bad.awaitEnd()).isEqualTo(End.END);

            good.send(message("a", 1, "on"));
            assertThat(sink.await(1).texts()).containsExactly("ON");
        }
    }

    @Test
    void shouldSayWhatHappenedToRealWorkersWhenHelloComesTwice() throws Exception {
        try (RawSink sink = RawSink.listen();
                LogCapture log = new LogCapture();
                EmbeddedWorker worker = worker(sink);
                RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
            connector.send(hello(""));

            assertThat(connector.next()).isEqualTo(new ProtocolError("Bad protocol FSM state"));
            assertThat(connector.awaitEnd()).isEqualTo(End.END);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(log.text())
                            .contains("HELLO came a second time, which ends the process of a real worker"));
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void shouldServeTenConnectionsAndLetTheEleventhWaitInSilence() throws Exception {
        List<RawConnector> connectors = new ArrayList<>();
        try (RawSink sink = RawSink.listen();
                LogCapture log = new LogCapture();
                EmbeddedWorker worker = worker(sink)) {
            for (int i = 0; i < 10; i++) {
                connectors.add(RawConnector.greeted(worker.sourcePort(WORDS)));
            }
            RawConnector eleventh = RawConnector.dial(worker.sourcePort(WORDS)).send(hello(""));
            connectors.add(eleventh);
            Awaitility.await().until(() -> worker.status().sources().get(0).waiting() == 1);
            eleventh.socket().setSoTimeout(50);
            assertThatThrownBy(eleventh::next).isInstanceOf(SocketTimeoutException.class);
            Awaitility.await().untilAsserted(() -> assertThat(log.text()).contains("raise servedConnections"));

            connectors.get(3).close();
            eleventh.socket().setSoTimeout(60_000);
            assertThat(eleventh.next()).isInstanceOf(Ok.class);
        } finally {
            for (RawConnector connector : connectors) {
                connector.close();
            }
        }
    }

    @Test
    void shouldCloseAConnectionThatNeverSpeaks() throws Exception {
        // Time enough for whoever speaks at once.
        WorkerOptions impatient = WorkerOptions.defaults().incompleteFrameHint(Duration.ofSeconds(2));
        try (RawSink sink = RawSink.listen();
                LogCapture log = new LogCapture();
                EmbeddedWorker worker = EmbeddedWorker.start(into(words(), sink), impatient);
                RawConnector greeted = RawConnector.greeted(worker.sourcePort(WORDS));
                RawConnector mute = RawConnector.dial(worker.sourcePort(WORDS))) {
            assertThat(mute.awaitEnd()).isEqualTo(End.RESET);
            Awaitility.await().untilAsserted(() -> assertThat(log.warnings("it has sent no HELLO")).hasSize(1));
            greeted.open("a");
        }
    }

    @Test
    void shouldCountWhatConnectorsHave() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = worker(sink);
                RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
            connector.open("a");
            connector.send(notification("a"), notification("b"));
            connector.next(NotifyAck.class);
            connector.next(NotifyAck.class);

            ConnectorMetrics metrics = worker.metrics(WORDS);
            assertThat(metrics.get(Metric.OPEN_STREAMS)).isEqualTo(2);
            assertThat(metrics.get(Metric.REFUSED_STREAMS)).isEqualTo(1);
            assertThat(metrics.get(Metric.CREDITS)).isEqualTo(97);
            assertThat(worker.status().toString()).contains("2 streams, 2 of them open");
        }
    }

    @Test
    void shouldGoOnBehindNothingWhenAConnectionEndsWithoutResilience() throws Exception {
        try (RawSink sink = RawSink.listen(); EmbeddedWorker worker = worker(sink)) {
            for (int i = 0; i < 3; i++) {
                try (RawConnector connector = RawConnector.greeted(worker.sourcePort(WORDS))) {
                    assertThat(connector.open("a")).isEqualTo(PointOfReference.NONE);
                    connector.send(message("a", 7, "seven"));
                    sink.await(i + 1);
                    connector.reset();
                }
                Awaitility.await().until(() -> worker.status().sources().get(0).served() == 0);
            }
        }
    }

    @Test
    void shouldShareStreamsWhenThereAreSeveralWorkers() throws Exception {
        WorkerOptions two = WorkerOptions.defaults().withWorkers(2);
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(into(words(), sink), two);
                RawConnector first = RawConnector.greeted(worker.sourcePort(WORDS, 0));
                RawConnector second = RawConnector.greeted(worker.sourcePort(WORDS, 1))) {
            assertThat(worker.sourcePort(WORDS, 0)).isNotEqualTo(worker.sourcePort(WORDS, 1))
                    .isEqualTo(worker.sourcePort(WORDS));
            first.open("a");
            second.send(notification("a", PointOfReference.of(3)));
            assertThat(second.next()).isEqualTo(new NotifyAck(false, StreamId.of("a"), PointOfReference.of(3)));
            second.open("b");
            first.send(message("a", 1, "from the first"));
            sink.await(1);
            second.send(message("b", 1, "from the second"));

            assertThat(sink.await(2).texts()).containsExactly("FROM THE FIRST", "FROM THE SECOND");
            assertThatThrownBy(() -> worker.sourcePort(WORDS, 2)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected 0 to 1");
        }
    }

    @Test
    void shouldListenOnTheSamePortsAgainWhenSeveralWorkersAreRestarted() throws Exception {
        WorkerOptions two = WorkerOptions.defaults().withWorkers(2);
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker before = EmbeddedWorker.start(into(words(), sink), two)) {
            before.kill();
            try (EmbeddedWorker after = before.restart()) {
                for (int worker = 0; worker < 2; worker++) {
                    assertThat(after.sourcePort(WORDS, worker)).isEqualTo(before.sourcePort(WORDS, worker));
                    RawConnector.greeted(after.sourcePort(WORDS, worker)).close();
                }
            }
        }
    }
}
