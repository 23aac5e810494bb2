package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.LinkState;

/** This project's own connectors, with a worker between them that is ours or behaves as the real one. */
@Timeout(120)
class ConnectorRoundTripTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static Application increment() {
        return Application.named("increment")
                .source("numbers", SourceConnectorConfig.named("numbers").format("int64"), Long.class)
                .to("increment", number -> number + 1)
                .toSink(SinkConnectorConfig.named("results").format("int64"))
                .build();
    }

    private static WorkerOptions options(boolean strict) {
        WorkerOptions options = WorkerOptions.defaults()
                .reconnectDelays(Duration.ofMillis(10), Duration.ofMillis(50));
        return strict
                ? options.strict(StrictMode.recorded().warmUp(Duration.ZERO).redialInterval(Duration.ofMillis(20)))
                : options;
    }

    private static SinkConnector sink(EmbeddedWorker worker) throws Exception {
        SinkConnector sink = SinkConnector.of(
                SinkOptions.of("results", new HostPort("127.0.0.1", worker.sinkPort("results")), Protocol.V0_6),
                Format.of("int64"), ConnectorThreads.daemons());
        sink.listen();
        return sink;
    }

    private static SourceConnector source(EmbeddedWorker worker) {
        SourceOptions options = SourceOptions.of("numbers", new HostPort("127.0.0.1", worker.sourcePort("numbers")),
                Protocol.V0_6);
        SourceConnector source = SourceConnector.of(options, Format.of("int64"), ConnectorThreads.daemons());
        source.connect();
        return source;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCarryEveryMessage(boolean strict) throws Exception {
        int count = 20_000;
        try (EmbeddedWorker worker = EmbeddedWorker.start(increment(), options(strict));
                SinkConnector sink = sink(worker);
                SourceConnector source = source(worker)) {
            Thread writer = new Thread(() -> write(source, count));
            writer.start();
            List<Object> received = new ArrayList<>();
            while (received.size() < count) {
                received.add(sink.read());
            }
            writer.join();

            List<Long> expected = LongStream.rangeClosed(1, count).boxed().toList();
            assertThat(strict ? received.stream().sorted().toList() : received).isEqualTo(expected);
            assertThat(worker.failureCount()).isZero();
        }
    }

    private static void write(SourceConnector source, int count) {
        try {
            for (long number = 0; number < count; number++) {
                source.write(number);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCarryWhatIsWrittenAfterwardsWhenTheWorkerIsKilledAndComesBack(boolean strict) throws Exception {
        EmbeddedWorker worker = EmbeddedWorker.start(increment(), options(strict));
        try (SinkConnector sink = sink(worker); SourceConnector source = source(worker)) {
            for (long life = 1; life <= 3; life++) {
                assertThat(worker.awaitRunning(LONG)).isTrue();
                assertThat(source.awaitConnected(LONG)).isTrue();
                source.write(life * 100);
                assertThat(sink.read(LONG)).isEqualTo(life * 100 + 1);
                worker.kill();
                Awaitility.await().until(() -> source.status().state() != LinkState.CONNECTED);
                worker = worker.restart();
            }
        } finally {
            worker.kill();
        }
    }
}
