package io.github.camelwallaroo.worker;

import static io.github.camelwallaroo.worker.WireFormat.float32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;

class EmbeddedWorkerTest {

    @ParameterizedTest
    @EnumSource(value = Protocol.class, names = {"V0_5", "V0_6"})
    void shouldConvertReadingsWhenFedByARawSocket(Protocol protocol) throws Exception {
        try (RawSink sink = RawSink.listen(0, protocol);
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.on(
                        SourceConnectorConfig.named("celsius_feed").protocol(protocol).format("float32"),
                        SinkConnectorConfig.named("conversion").port(sink.port()).protocol(protocol).format("text")));
                RawSource source = RawSource.dial(worker.sourcePort("celsius_feed"), protocol)) {
            source.send(float32(0), float32(2), float32(100));

            assertThat(sink.await(3).texts()).containsExactly("32.0", "35.6", "212.0");
        }
    }

    @Test
    void shouldTranslateWhenSourceAndSinkSpeakDifferentGenerations() throws Exception {
        try (RawSink sink = RawSink.listen(0, Protocol.V0_5);
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.on(
                        SourceConnectorConfig.named("celsius_feed").format("float32"),
                        SinkConnectorConfig.named("conversion")
                                .port(sink.port())
                                .protocol(Protocol.V0_5)
                                .format("text")));
                RawSource source = RawSource.dial(worker.sourcePort("celsius_feed"))) {
            source.send(float32(10));

            assertThat(sink.await(1).texts()).containsExactly("50.0");
        }
    }

    @Test
    void shouldSendEventTimeZeroWhenMessagesHaveOne() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            source.sendBytes(WireFormat.frame(Protocol.V0_6, 1_500_000_000_000L, float32(1)))
                    .sendBytes(WireFormat.frame(Protocol.V0_6, -1, float32(2)))
                    .sendBytes(WireFormat.frame(Protocol.V0_6, Long.MAX_VALUE, float32(3)));

            assertThat(sink.await(3).received()).allSatisfy(output -> assertThat(output.eventTime()).isZero());
        }
    }

    @Test
    void shouldProcessWhenFramesComeByteByByte() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            for (byte each : WireFormat.joined(java.util.List.of(WireFormat.frame06(float32(0)),
                    WireFormat.frame06(float32(100))))) {
                source.sendBytes(new byte[]{each});
            }

            assertThat(sink.await(2).texts()).containsExactly("32.0", "212.0");
        }
    }

    @Test
    void shouldCountWhenMessagesPass() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            source.send(float32(1), float32(2));
            sink.await(2);
            assertThat(worker.stop(Duration.ofSeconds(10))).isZero();

            assertThat(worker.metrics(CelsiusApplication.FEED).get(Metric.RECEIVED)).isEqualTo(2);
            assertThat(worker.metrics(CelsiusApplication.FEED).get(Metric.RECEIVED_BYTES)).isEqualTo(2 * 16);
            assertThat(worker.metrics(CelsiusApplication.CONVERSION).get(Metric.SENT)).isEqualTo(2);
            assertThat(worker.failureCount()).isZero();
        }
    }

    @Test
    void shouldDescribeItselfWhenAsked() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()))) {
            sink.awaitConnections(1);

            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
            assertThat(worker.stopReason()).isEmpty();
            assertThat(worker.toString()).contains("worker 'Celsius to Fahrenheit' is RUNNING")
                    .contains("source celsius_feed on 127.0.0.1:" + worker.sourcePort("celsius_feed") + " (0.6)")
                    .contains("sink fahrenheit_conversion (0.6)");
        }
    }

    @Test
    void shouldSayWhatThereIsWhenAConnectorIsUnknown() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0))) {
            assertThatThrownBy(() -> worker.sourcePort("celsius"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no source connector 'celsius'")
                    .hasMessageContaining("celsius_feed");
            assertThatThrownBy(() -> worker.sinkPort("celsius_feed"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("fahrenheit_conversion");
        }
    }

    @Test
    void shouldSayWhichPortWhenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Application application = Application.named("two ports")
                    .source("first", SourceConnectorConfig.named("a"))
                    .toSink(SinkConnectorConfig.named("out"))
                    .source("second", SourceConnectorConfig.named("b").port(taken.getLocalPort()))
                    .toSink(SinkConnectorConfig.named("out"))
                    .build();

            assertThatThrownBy(() -> EmbeddedWorker.start(application)).isInstanceOf(IOException.class)
                    .hasMessageContaining("source b")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void shouldChooseASinkPortWhenItHasNone() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0));
                RawSink sink = RawSink.listen(worker.sinkPort(CelsiusApplication.CONVERSION));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            source.send(float32(5));

            assertThat(sink.await(1).texts()).containsExactly("41.0");
        }
    }

    @Test
    void shouldTakeFreePortsWhenToldSo() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.on(
                        SourceConnectorConfig.named("feed").port(taken.getLocalPort()).format("float32"),
                        SinkConnectorConfig.named("out").port(taken.getLocalPort())),
                        WorkerOptions.defaults().freePorts())) {
            assertThat(worker.sourcePort("feed")).isNotZero().isNotEqualTo(taken.getLocalPort());
            assertThat(worker.sinkPort("out")).isNotZero().isNotEqualTo(taken.getLocalPort());
        }
    }
}
