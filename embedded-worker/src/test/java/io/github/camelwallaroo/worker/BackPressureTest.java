package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.metrics.Metric;

class BackPressureTest {

    /** Far more than the kernel's buffers on both sides of the worker can hold. */
    private static final int MESSAGES = 100_000;
    private static final int SIZE = 1_000;
    private static final int MAX_PENDING = 2_000;
    private static final int LOOKS = 5;

    /** What is on its way through the worker beside the pending outputs: added, and a chunk being processed. */
    private static final int UNDER_WAY = 8_192 + 256;

    private static Application bytes(int sinkPort) {
        return Application.named("bytes")
                .source("bytes", SourceConnectorConfig.named("in"), byte[].class)
                .toSink(SinkConnectorConfig.named("out").port(sinkPort))
                .build();
    }

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong misplaced = new AtomicLong();

    private void receive(WireFormat.Received output) {
        if (ByteBuffer.wrap(output.payload()).getLong() != received.getAndIncrement()) {
            misplaced.incrementAndGet();
        }
    }

    @Test
    void shouldHoldTheSourceAndLoseNothingWhenTheSinkDoesNotRead() throws Exception {
        try (RawSink sink = RawSink.listenWithoutReading(this::receive);
                EmbeddedWorker worker = EmbeddedWorker.start(bytes(sink.port()),
                        WorkerOptions.defaults().maxPending(MAX_PENDING));
                RawSource source = RawSource.dial(worker.sourcePort("in"))) {
            Thread writer = new Thread(() -> flood(source));
            writer.start();

            awaitStandstill(worker);
            assertThat(writer.isAlive()).as("the source is held").isTrue();
            assertThat(waiting(worker)).isBetween(1L, (long) MAX_PENDING + UNDER_WAY);
            sink.read();

            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> received.get() >= MESSAGES);
            writer.join();
            Awaitility.await().until(() -> waiting(worker) == 0);
        }
        assertThat(received).hasValue(MESSAGES);
        assertThat(misplaced).hasValue(0);
    }

    @Test
    void shouldHoldTheSourceAndLoseNothingWhenTheSinkIsAway() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(bytes(0), WorkerOptions.defaults().maxPending(MAX_PENDING));
                RawSource source = RawSource.dial(worker.sourcePort("in"))) {
            Thread writer = new Thread(() -> flood(source));
            writer.start();

            Awaitility.await().until(() -> worker.metrics("out").get(Metric.PENDING) == MAX_PENDING);
            awaitStandstill(worker);
            assertThat(writer.isAlive()).as("the source is held").isTrue();
            assertThat(waiting(worker)).isBetween((long) MAX_PENDING, (long) MAX_PENDING + UNDER_WAY);

            try (RawSink sink = RawSink.listen(worker.sinkPort("out"), this::receive)) {
                Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> received.get() >= MESSAGES);
                writer.join();
            }
        }
        assertThat(received).hasValue(MESSAGES);
        assertThat(misplaced).hasValue(0);
    }

    /** Outputs wait, and nothing comes in: not only for a moment, in which others have the processor. */
    private static void awaitStandstill(EmbeddedWorker worker) {
        AtomicLong last = new AtomicLong();
        AtomicInteger looks = new AtomicInteger();
        Awaitility.await().until(() -> {
            long now = worker.metrics("in").get(Metric.RECEIVED_BYTES);
            boolean still = waiting(worker) > 0 && last.getAndSet(now) == now;
            return (still ? looks.incrementAndGet() : looks.getAndSet(0)) >= LOOKS;
        });
    }

    private static long waiting(EmbeddedWorker worker) {
        return worker.status().sinks().get(0).waiting();
    }

    private static void flood(RawSource source) {
        try {
            ByteBuffer payload = ByteBuffer.allocate(SIZE);
            for (long number = 0; number < MESSAGES; number++) {
                source.send(payload.putLong(0, number).array());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
