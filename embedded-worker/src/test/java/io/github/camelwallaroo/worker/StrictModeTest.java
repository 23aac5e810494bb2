package io.github.camelwallaroo.worker;

import static io.github.camelwallaroo.worker.WireFormat.float32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.metrics.Metric;

class StrictModeTest {

    private static final String FEED = CelsiusApplication.FEED;
    private static final Duration LONG = Duration.ofSeconds(60);

    /** The recorded behaviour without the recorded times. */
    private static final StrictMode QUICK = StrictMode.recorded()
            .warmUp(Duration.ZERO)
            .redialInterval(Duration.ofMillis(20));

    private static EmbeddedWorker start(int sinkPort, StrictMode mode) throws Exception {
        return EmbeddedWorker.start(CelsiusApplication.into(sinkPort), WorkerOptions.defaults().strict(mode));
    }

    @Test
    void shouldOpenItsSourcesWhenItsSinksAreThere() throws Exception {
        try (EmbeddedWorker worker = start(0, QUICK)) {
            assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
            assertThatThrownBy(() -> RawSource.dial(worker.sourcePort(FEED))).isInstanceOf(ConnectException.class);

            try (RawSink sink = RawSink.listen(worker.sinkPort(CelsiusApplication.CONVERSION))) {
                assertThat(worker.awaitRunning(LONG)).isTrue();
                try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                    source.send(float32(1));
                    assertThat(sink.await(1).texts()).containsExactly("33.8");
                }
            }
        }
    }

    @Test
    void shouldProcessNothingWhenItIsNotWarm() throws Exception {
        try (ManualWarmUp warmUp = new ManualWarmUp();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.strictMode().threads(warmUp))) {
            sink.awaitConnections(1);
            Awaitility.await().ignoreExceptionsInstanceOf(ConnectException.class).until(() -> {
                RawSource.dial(worker.sourcePort(FEED)).send(float32(1));
                return true;
            });
            Awaitility.await().until(() -> worker.status().sources().get(0).served() == 1);
            assertThat(worker.state()).isEqualTo(WorkerState.STARTING);
            assertThat(worker.metrics(FEED).get(Metric.RECEIVED_BYTES)).isZero();
            warmUp.end();

            assertThat(sink.await(1).texts()).containsExactly("33.8");
            assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
        }
    }

    @Test
    void shouldServeTheEleventhWhenAnotherLeaves() throws Exception {
        List<RawSource> sources = new ArrayList<>();
        try (RawSink sink = RawSink.listen(); EmbeddedWorker worker = start(sink.port(), QUICK)) {
            assertThat(worker.awaitRunning(LONG)).isTrue();
            for (int i = 1; i <= 11; i++) {
                sources.add(RawSource.dial(worker.sourcePort(FEED)));
                int open = i;
                Awaitility.await()
                        .until(() -> worker.status().sources().get(0).served() == Math.min(open, 10)
                                && worker.status().sources().get(0).waiting() == Math.max(0, open - 10));
            }
            sources.get(10).send(float32(11));
            sources.get(9).send(float32(10));
            assertThat(sink.await(1).texts()).as("ten are served").containsExactly("50.0");
            assertThat(worker.toString()).contains("10 connections, 1 more not served yet");

            sources.get(0).close();
            assertThat(sink.await(2).texts()).as("the eleventh follows").containsExactly("50.0", "51.8");
        } finally {
            for (RawSource source : sources) {
                source.close();
            }
        }
    }

    @Test
    void shouldChangePlacesInTheSameWayWhenTheSeedIsTheSame() throws Exception {
        assertThat(outputs(1)).isEqualTo(outputs(1))
                .isNotEqualTo(outputs(2))
                .containsExactlyInAnyOrderElementsOf(outputs(2));
    }

    private static List<String> outputs(long seed) throws Exception {
        try (ManualWarmUp warmUp = new ManualWarmUp();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.defaults().strict(QUICK.seed(seed)).threads(warmUp))) {
            sink.awaitConnections(1);
            RawSource[] source = new RawSource[1];
            Awaitility.await().ignoreExceptionsInstanceOf(ConnectException.class).until(() -> {
                source[0] = RawSource.dial(worker.sourcePort(FEED));
                return true;
            });
            // All of it has arrived before the first read, so that it comes in one.
            source[0].send(IntStream.range(0, 100).mapToObj(i -> float32(i)).toArray(byte[][]::new));
            warmUp.end();
            List<String> outputs = sink.await(100).texts();
            source[0].close();
            return outputs;
        }
    }

    @Test
    void shouldDieWhenAComputationFails() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("dividing")
                        .source("numbers", SourceConnectorConfig.named("numbers").format("int64"), Long.class)
                        .to("divide", number -> 100 / number)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build(), WorkerOptions.defaults().strict(QUICK))) {
            assertThat(worker.awaitRunning(LONG)).isTrue();
            try (RawSource source = RawSource.dial(worker.sourcePort("numbers"));
                    RawSource bystander = RawSource.dial(worker.sourcePort("numbers"))) {
                source.send(WireFormat.int64(0));

                assertThat(worker.awaitStopped(LONG)).isTrue();
                source.awaitClosed(60_000);
                bystander.awaitClosed(60_000);
                Awaitility.await().until(sink::connectionsClosed);
                assertThat(worker.stopReason()).hasValueSatisfying(reason -> assertThat(reason).contains("'divide'"));
                assertThat(worker.failures()).hasSize(1);
                assertThatThrownBy(() -> RawSource.dial(worker.sourcePort("numbers")))
                        .isInstanceOf(ConnectException.class);
            }
        }
    }

    @Test
    void shouldServeTheSamePortsWhenRestartedAfterItsDeath() throws Exception {
        try (RawSink sink = RawSink.listen(); EmbeddedWorker worker = start(sink.port(), QUICK)) {
            assertThat(worker.awaitRunning(LONG)).isTrue();
            try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                source.send(new byte[5]);
                assertThat(worker.awaitStopped(LONG)).isTrue();
            }
            try (EmbeddedWorker next = worker.restart()) {
                assertThat(next.sourcePort(FEED)).isEqualTo(worker.sourcePort(FEED));
                assertThat(next.awaitRunning(LONG)).isTrue();
                try (RawSource source = RawSource.dial(next.sourcePort(FEED))) {
                    source.send(float32(1));
                    assertThat(sink.await(1).texts()).containsExactly("33.8");
                }
            }
        }
    }

    @Test
    void shouldSwallowInSilenceAndHintWhenAFrameClaimsTooMuch() throws Exception {
        try (LogCapture log = new LogCapture();
                RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.defaults().strict(QUICK).incompleteFrameHint(Duration.ofMillis(1)))) {
            assertThat(worker.awaitRunning(LONG)).isTrue();
            try (RawSource source = RawSource.dial(worker.sourcePort(FEED))) {
                source.send(float32(0)).sendBytes(new byte[]{0, 0, 0, 12});
                byte[] block = new byte[1 << 20];
                for (int i = 0; i < 20; i++) {
                    source.sendBytes(block);
                }
                assertThat(sink.await(1).texts()).containsExactly("32.0");
                Awaitility.await()
                        .untilAsserted(() -> assertThat(log.warnings("nothing more for")).singleElement()
                                .satisfies(line -> assertThat(line).contains("claims 201326592 bytes")));
                assertThat(worker.status().sources().get(0).served()).isEqualTo(1);
                assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
            }
            Awaitility.await().until(() -> worker.status().sources().get(0).served() == 0);
        }
    }

    @Test
    void shouldLeaveNoThreadWhenKilledWithConnectionsWaiting() throws Exception {
        List<RawSource> sources = new ArrayList<>();
        try (RawSink sink = RawSink.listen(); EmbeddedWorker worker = start(sink.port(), QUICK.servedConnections(1))) {
            assertThat(worker.awaitRunning(LONG)).isTrue();
            for (int i = 0; i < 5; i++) {
                sources.add(RawSource.dial(worker.sourcePort(FEED)));
            }
            Awaitility.await().until(() -> worker.status().sources().get(0).waiting() == 4);
            worker.kill();

            Awaitility.await().untilAsserted(() -> assertThat(WorkerThreads.names()).isEmpty());
        } finally {
            for (RawSource source : sources) {
                source.close();
            }
        }
    }
}
