package io.github.camelwallaroo.worker;

import static io.github.camelwallaroo.worker.WireFormat.float32;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.metrics.Metric;

class LifecycleTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void shouldHandEverythingToTheSinkWhenStoppedRightAfterTheLastWrite() throws Exception {
        int count = 10_000;
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            source.send(IntStream.range(0, count).mapToObj(i -> float32(i)).toArray(byte[][]::new));

            assertThat(worker.stop(LONG)).as("outputs lost").isZero();
            assertThat(sink.await(count).count()).isEqualTo(count);
        }
    }

    @Test
    void shouldCloseItsConnectionsAndPortsWhenStopped() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            worker.stop(LONG);

            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            assertThat(worker.stopReason()).hasValue("stopped");
            source.awaitClosed(30_000);
            assertThatThrownBy(() -> RawSource.dial(worker.sourcePort(CelsiusApplication.FEED)))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldSayHowManyOutputsAreLostWhenStoppedWithoutItsSink() throws Exception {
        try (LogCapture log = new LogCapture();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            source.send(float32(1), float32(2), float32(3));
            Awaitility.await().until(() -> worker.metrics(CelsiusApplication.FEED).get(Metric.RECEIVED) == 3);

            assertThat(worker.stop(Duration.ofMillis(200))).isEqualTo(3);
            assertThat(log.warnings("3 outputs could not be handed to their sinks")).hasSize(1);
        }
    }

    @Test
    void shouldEndAtOnceWhenKilled() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            worker.kill();

            assertThat(worker.state()).isEqualTo(WorkerState.STOPPED);
            assertThat(worker.stopReason()).hasValue("killed");
            source.awaitClosed(30_000);
        }
    }

    @Test
    void shouldReleaseAHeldSourceWhenKilled() throws Exception {
        try (RawSink sink = RawSink.listenWithoutReading(output -> {
        });
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()),
                        WorkerOptions.defaults().maxPending(10));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            Thread writer = new Thread(() -> {
                try {
                    byte[] block = WireFormat.frame06(float32(1));
                    while (true) {
                        source.sendBytes(block);
                    }
                } catch (IOException e) {
                    // The worker is gone.
                }
            });
            writer.start();
            Awaitility.await().until(() -> worker.status().sinks().get(0).waiting() > 0);
            worker.kill();

            writer.join();
            Awaitility.await().until(() -> worker.status().sources().get(0).served() == 0);
        }
    }

    @Test
    void shouldServeTheSamePortsWhenRestartedAtOnce() throws Exception {
        try (RawSink sink = RawSink.listen()) {
            EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
            int port = worker.sourcePort(CelsiusApplication.FEED);
            for (int life = 1; life <= 5; life++) {
                try (RawSource source = RawSource.dial(port)) {
                    source.send(float32(life));
                    sink.await(life);
                    worker.kill();
                    worker = worker.restart();
                }
            }
            assertThat(worker.sourcePort(CelsiusApplication.FEED)).isEqualTo(port);
            assertThat(sink.texts()).containsExactly("33.8", "35.6", "37.4", "39.2", "41.0");
            worker.kill();
        }
    }

    @Test
    void shouldRefuseARestartWhenItStillRuns() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0))) {
            assertThatThrownBy(worker::restart).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is RUNNING")
                    .hasMessageContaining("stopped");
        }
    }

    @Test
    void shouldLeaveNoThreadWhenStopped() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(sink.port()));
                RawSource source = RawSource.dial(worker.sourcePort(CelsiusApplication.FEED))) {
            source.send(float32(1));
            sink.await(1);
            assertThat(WorkerThreads.names()).isNotEmpty();
            worker.stop(LONG);

            Awaitility.await().untilAsserted(() -> assertThat(WorkerThreads.names()).isEmpty());
        }
    }

    @Test
    void shouldWakeWhoeverWaitsWhenItStops() throws Exception {
        EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0));
        Thread waiter = new Thread(() -> {
            try {
                worker.awaitStopped();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waiter.start();
        worker.kill();

        waiter.join();
        assertThat(worker.awaitRunning(Duration.ofMillis(1))).isFalse();
    }
}
