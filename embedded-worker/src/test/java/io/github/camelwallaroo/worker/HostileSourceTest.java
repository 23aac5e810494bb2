package io.github.camelwallaroo.worker;

import static io.github.camelwallaroo.worker.WireFormat.float32;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.metrics.Metric;

class HostileSourceTest {

    private static final String FEED = CelsiusApplication.FEED;

    @Test
    void shouldEndThatConnectionAloneWhenBytesAreNoFrames() throws Exception {
        try (LogCapture log = new LogCapture();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource good = RawSource.dial(worker.sourcePort(FEED));
                RawSource browser = RawSource.dial(worker.sourcePort(FEED))) {
            good.send(float32(0));
            browser.sendBytes(WireFormat.text("GET / HTTP/1.1\r\n\r\n"));
            browser.awaitClosed(30_000);
            good.send(float32(1));

            assertThat(sink.await(2).texts()).containsExactly("32.0", "33.8");
            assertThat(worker.metrics(FEED).get(Metric.PROTOCOL_VIOLATIONS)).isEqualTo(1);
            assertThat(log.warnings("source celsius_feed")).singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains("is closed")
                            .contains("HTTP"));
        }
    }

    @Test
    void shouldProcessWhatCameBeforeWhenAFrameIsTooLarge() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
            source.sendBytes(WireFormat.joined(List.of(WireFormat.frame06(float32(0)), WireFormat.frame06(float32(1)),
                    new byte[]{1, 0, 64, 0})));
            source.awaitClosed(30_000);

            assertThat(sink.await(2).texts()).containsExactly("32.0", "33.8");
        }
    }

    @Test
    void shouldSurviveWhenManyConnectionsSendGarbage() throws Exception {
        Random random = new Random(61);
        try (LogCapture log = new LogCapture();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.defaults().logInterval(Duration.ofHours(1)))) {
            for (int i = 0; i < 500; i++) {
                byte[] garbage = new byte[random.nextInt(200)];
                random.nextBytes(garbage);
                try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                    source.sendBytes(garbage);
                }
            }
            try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                source.send(float32(100));

                Awaitility.await().until(() -> sink.texts().contains("212.0"));
            }
            assertThat(log.warnings("source celsius_feed")).hasSizeLessThanOrEqualTo(6);
        }
    }

    @Test
    void shouldDropAndCountWhenAConnectionEndsInTheMiddleOfAFrame() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()))) {
            byte[] frame = WireFormat.frame06(float32(0));
            for (int length = 1; length < frame.length; length++) {
                try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                    source.sendBytes(Arrays.copyOf(frame, length));
                }
            }
            Awaitility.await().until(() -> worker.metrics(FEED).get(Metric.CUT_FRAMES) == frame.length - 1);

            try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                source.send(float32(1));
                assertThat(sink.await(1).texts()).containsExactly("33.8");
            }
        }
    }

    @Test
    void shouldLeakNothingWhenThousandsConnectAndLeave() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()))) {
            for (int i = 0; i < 3_000; i++) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), worker.sourcePort(FEED))) {
                    if (i % 50 == 0) {
                        // Without a pause the kernel's queue of connections runs over, which costs this test seconds.
                        socket.shutdownOutput();
                        assertThat(socket.getInputStream().read()).isNegative();
                    }
                }
            }
            awaitNobodyServed(worker);
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(WorkerThreads.names()).as("acceptor, sink and perhaps a writer")
                                    .hasSizeLessThan(6));

            try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                source.send(float32(2));
                assertThat(sink.await(1).texts()).containsExactly("35.6");
            }
        }
    }

    private static void awaitNobodyServed(EmbeddedWorker worker) {
        Awaitility.await()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> worker.status().sources().get(0).served() == 0);
    }

    @Test
    void shouldRefuseWhenThereAreTooManyConnections() throws Exception {
        List<RawSource> sources = new ArrayList<>();
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.defaults().maxConnections(3))) {
            for (int i = 0; i < 3; i++) {
                sources.add(RawSource.dial(worker.sourcePort(FEED)).send(float32(0)));
            }
            sink.await(3);
            try (RawSource fourth = RawSource.dial(worker.sourcePort(FEED))) {
                fourth.awaitClosed(30_000);
            }
            Awaitility.await().until(() -> worker.metrics(FEED).get(Metric.REFUSED_CONNECTIONS) == 1);
        } finally {
            for (RawSource source : sources) {
                source.close();
            }
        }
    }

    @Test
    void shouldNameTheLikelyCausesWhenAConnectionIsSilentInTheMiddleOfAFrame() throws Exception {
        try (LogCapture log = new LogCapture();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.defaults().incompleteFrameHint(Duration.ofMillis(1)));
                RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
            source.sendBytes(new byte[]{0, 0, 1, 0, 42, 42});

            Awaitility.await()
                    .untilAsserted(() -> assertThat(log.warnings("nothing more for")).singleElement()
                            .satisfies(line -> assertThat(line).contains("6 bytes of a frame that claims 65536 bytes")
                                    .contains("another generation than 0.6")
                                    .contains("byte order")));
        }
    }

    @Test
    void shouldKeepMemoryWithTheBytesThatCameWhenLengthsAreClaimed() throws Exception {
        List<RawSource> sources = new ArrayList<>();
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.on(
                        SourceConnectorConfig.named(FEED).format("float32").maxFrameSize(1 << 30),
                        SinkConnectorConfig.named("out").port(sink.port()).format("text")))) {
            // Together they claim 100 GiB.
            for (int i = 0; i < 100; i++) {
                sources.add(RawSource.dial(worker.sourcePort(FEED)).sendBytes(new byte[]{0, 0, 0, 64, 1}));
            }
            Awaitility.await().until(() -> worker.metrics(FEED).get(Metric.RECEIVED_BYTES) == 500);

            sources.add(RawSource.dial(worker.sourcePort(FEED)).send(float32(0)));
            assertThat(sink.await(1).texts()).containsExactly("32.0");
        } finally {
            closeAll(sources);
        }
    }

    private static void closeAll(List<RawSource> sources) throws IOException {
        for (RawSource source : sources) {
            source.close();
        }
    }
}
