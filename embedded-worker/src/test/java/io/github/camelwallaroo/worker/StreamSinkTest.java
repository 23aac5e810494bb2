package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;

/** Sinks of generation 1 behind a worker without resilience. */
@Timeout(120)
class StreamSinkTest {

    private static final WorkerOptions OPTIONS = WorkerOptions.defaults()
            .freePorts()
            .reconnectDelays(Duration.ofMillis(10), Duration.ofMillis(20));

    private static Application echo(int port) {
        return Application.named("echo")
                .source("words", SourceConnectorConfig.named("words").format("text"), String.class)
                .toSink(SinkConnectorConfig.named("echoes")
                        .port(port)
                        .protocol(Protocol.V1)
                        .cookie("Dragons")
                        .format("text"))
                .build();
    }

    private static EmbeddedWorker start(int port, WorkerOptions options) throws IOException {
        return EmbeddedWorker.start(echo(port), options);
    }

    private static void send(EmbeddedWorker worker, String... words) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker.sourcePort("words"))) {
            socket.getOutputStream()
                    .write(WireFormat.joined(
                            List.of(words).stream().map(word -> WireFormat.frame06(WireFormat.text(word))).toList()));
        }
    }

    private static void awaitReceived(SessionSink sink, String expected) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(sink::received, expected::equals);
    }

    private static WorkerOptions ownPorts() {
        return WorkerOptions.defaults().reconnectDelays(Duration.ofMillis(10), Duration.ofMillis(20));
    }

    @Test
    void shouldSendOutputWithItsPlaceAsItComes() throws Exception {
        try (SessionSink sink = SessionSink.listen();
                EmbeddedWorker worker = start(sink.port(), ownPorts())) {
            send(worker, "a", "bcd", "", "ef");
            awaitReceived(sink, "abcdef");

            assertThat(sink.hellos()).containsExactly("echo/initializer/Dragons");
            assertThat(sink.streamNames()).singleElement().asString().matches("echo-w-initializer-id-\\d+");
            Awaitility.await().until(() -> worker.metrics("echoes").get(Metric.SENT) == 4);
            assertThat(sink.wrong()).isEmpty();
            assertThat(worker.toString()).doesNotContain("Dragons");
        }
    }

    @Test
    void shouldKeepTheNameOfItsStreamWhenItIsRestarted() throws Exception {
        try (SessionSink sink = SessionSink.listen()) {
            for (int i = 0; i < 2; i++) {
                try (EmbeddedWorker worker = start(sink.port(), ownPorts())) {
                    Awaitility.await().until(() -> worker.status().sinks().get(0).connected());
                }
            }
            assertThat(sink.streamNames()).hasSize(1);
        }
    }

    @Test
    void shouldSendWhatWaitedWhenTheSinkComes() throws Exception {
        try (EmbeddedWorker worker = start(0, OPTIONS)) {
            send(worker, "a", "b");
            Awaitility.await().until(() -> worker.status().sinks().get(0).waiting() == 2);
            try (SessionSink sink = SessionSink.listen(worker.sinkPort("echoes"))) {
                awaitReceived(sink, "ab");
                assertThat(sink.wrong()).isEmpty();
            }
        }
    }

    @Test
    void shouldGoOnWhenTheSinkWasCut() throws Exception {
        try (SessionSink sink = SessionSink.listen();
                EmbeddedWorker worker = start(sink.port(), ownPorts())) {
            send(worker, "a", "b");
            awaitReceived(sink, "ab");
            sink.cut();
            Awaitility.await().until(() -> sink.openConnections() == 1);
            Awaitility.await().until(() -> worker.status().sinks().get(0).connected());
            send(worker, "c");
            Awaitility.await().until(() -> worker.metrics("echoes").get(Metric.SENT) == 3);
            // This sink forgets what was not committed, so the place of the new output tells.
            Awaitility.await().until(() -> sink.wrong().equals(List.of("output at 2 instead of 0")));
        }
    }

    @Test
    void shouldSendNoMoreWhenTheSinkWasCutInStrictMode() throws Exception {
        WorkerOptions strict = ownPorts().strict(StrictMode.recorded().warmUp(Duration.ZERO));
        try (SessionSink sink = SessionSink.listen();
                EmbeddedWorker worker = start(sink.port(), strict)) {
            worker.awaitRunning(Duration.ofSeconds(60));
            send(worker, "a");
            awaitReceived(sink, "a");
            sink.cut();
            Awaitility.await().until(() -> sink.connections() == 2 && worker.status().sinks().get(0).connected());
            send(worker, "b");
            Awaitility.await().until(() -> worker.metrics("words").get(Metric.RECEIVED) == 2);
            assertThat(worker.metrics("echoes").get(Metric.SENT)).isEqualTo(1);
            assertThat(sink.wrong()).isEmpty();
        }
    }

    @Test
    void shouldEndTheConnectionWhenTheSinkSaysWhatNoSinkSays() throws Exception {
        try (LogCapture log = new LogCapture();
                SessionSink sink = SessionSink.listen();
                EmbeddedWorker worker = start(sink.port(), ownPorts())) {
            Awaitility.await().until(() -> worker.status().sinks().get(0).connected());
            sink.send(ConnectorCodec.encode(new Ok(5)));
            // A worker has one connection at a time: the first has ended.
            Awaitility.await().until(() -> sink.connections() > 1);

            Awaitility.await().until(() -> worker.metrics("echoes").get(Metric.PROTOCOL_VIOLATIONS) == 1);
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
            Awaitility.await()
                    .untilAsserted(() -> assertThat(log.warnings("it broke protocol 1: OK came in state STEADY"))
                            .isNotEmpty());
        }
    }

    @Test
    void shouldDieWhenTheSinkSaysWhatNoSinkSaysInStrictMode() throws Exception {
        try (SessionSink sink = SessionSink.listen();
                EmbeddedWorker worker = start(sink.port(),
                        ownPorts().strict(StrictMode.recorded().warmUp(Duration.ZERO)))) {
            worker.awaitRunning(Duration.ofSeconds(60));
            Awaitility.await().until(() -> worker.status().sinks().get(0).connected());
            sink.send(ConnectorCodec.encode(new Ok(5)));

            assertThat(worker.awaitStopped(Duration.ofSeconds(60))).isTrue();
            assertThat(worker.stopReason().orElseThrow()).contains("sink echoes: it broke protocol 1");
        }
    }

    @Test
    void shouldHoldSourcesWhenTheSinkDoesNotAnswer() throws Exception {
        WorkerOptions small = ownPorts().maxPending(10);
        try (SessionSink sink = SessionSink.listen()) {
            sink.mute(true);
            try (EmbeddedWorker worker = start(sink.port(), small)) {
                for (int i = 0; i < 3; i++) {
                    send(worker, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
                }
                Awaitility.await().until(() -> worker.status().sinks().get(0).waiting() >= 10);
                assertThat(worker.status().sinks().get(0).connected()).isFalse();
                Awaitility.await()
                        .until(() -> worker.status().sinks().get(0).link().contains("has not answered HELLO"));
                sink.mute(false);
                sink.cut();
                Awaitility.await().until(() -> sink.received().length() == 30);
            }
        }
    }
}
