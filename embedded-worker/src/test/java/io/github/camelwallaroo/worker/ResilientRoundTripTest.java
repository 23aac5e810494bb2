package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.OutputPosition;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.SinkSessionOptions;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** This project's own connectors of generation 1 with resilience, and a worker between them. */
@Timeout(120)
class ResilientRoundTripTest {

    private static final int MESSAGES = 3_000;
    private static final int PER_RESTART = 600;

    @TempDir
    private Path directory;

    /** By position, so that what comes again is the same entry. */
    private final Map<Long, Long> received = new TreeMap<>();
    private SinkConnector sink;

    private static final class Sum {
        private long value;
    }

    private static Application sums(int sinkPort) {
        return Application.named("sums")
                .source("numbers", SourceConnectorConfig.named("numbers").protocol(Protocol.V1).format("int64"),
                        Long.class)
                .keyBy(number -> "all")
                .toState("sum", Sum::new, (number, sum) -> sum.value += number)
                .toSink(SinkConnectorConfig.named("sums").port(sinkPort).protocol(Protocol.V1).format("int64"))
                .build();
    }

    private void listen(int port) throws IOException {
        sink = SinkConnector.of(SinkOptions.of("sums", new HostPort("127.0.0.1", port), Protocol.V1)
                .withSession(SinkSessionOptions.of("sums").withResilience(true).withTransactionLog(directory)),
                Format.of("int64"), ConnectorThreads.daemons());
        sink.listen(() -> new SinkHandler() {

            @Override
            public void message(ReceivedMessage message, SinkCompletion done) {
                receive(message.position(), (Long) message.body());
                done.done(null);
            }

            @Override
            public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
                throw new AssertionError(cause);
            }
        });
    }

    private synchronized void receive(OutputPosition position, long sum) {
        Long before = received.put(position.offset(), sum);
        if (before != null) {
            assertThat(sum).isEqualTo(before);
        }
    }

    private synchronized List<Long> received() {
        return List.copyOf(received.values());
    }

    @Test
    void shouldShowEverySumOnceWhenTheSinkIsRestarted() throws Exception {
        listen(0);
        int port = sink.address().port();
        WorkerOptions options = WorkerOptions.defaults()
                .withResilience()
                .checkpointInterval(Duration.ofMillis(20))
                .reconnectDelays(Duration.ofMillis(10), Duration.ofMillis(20));
        try (EmbeddedWorker worker = EmbeddedWorker.start(sums(port), options);
                SourceConnector source = source(worker)) {
            for (long number = 1; number <= MESSAGES; number++) {
                source.write(SourceMessage.of(number), failure -> {});
                if (number % PER_RESTART == 0) {
                    long others = number - PER_RESTART;
                    await().until(() -> received().size() > others);
                    sink.close();
                    listen(port);
                }
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> received().size() == MESSAGES);
            assertThat(received())
                    .isEqualTo(LongStream.rangeClosed(1, MESSAGES).map(n -> n * (n + 1) / 2).boxed().toList());
            assertThat(sink.status().reasons()).isEmpty();
        } finally {
            sink.close();
        }
    }

    private static SourceConnector source(EmbeddedWorker worker) {
        SourceOptions options = SourceOptions
                .of("numbers", new HostPort("127.0.0.1", worker.sourcePort("numbers")), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true))
                .withReconnect(Duration.ofMillis(10), Duration.ofMillis(20), 0, 0);
        SourceConnector source = SourceConnector.of(options, Format.of("int64"), ConnectorThreads.daemons());
        source.connect();
        return source;
    }
}
