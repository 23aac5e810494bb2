package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.sink.SinkSessionOptions;
import io.github.camelwallaroo.source.OnPoison;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** Numbers through a worker with keyed state into a real sink connector of generation 1: each output once, in order. */
@Timeout(300)
class TransactionalOutputTest {

    private static final int FAULTS = Integer.getInteger("faults", 20);
    private static final int NUMBERS_PER_FAULT = 200;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> delivered = new ArrayList<>();
    private final AtomicInteger undecodable = new AtomicInteger();
    private int numbers;

    private final class Keeping implements SinkHandler {

        @Override
        public void message(ReceivedMessage message, SinkCompletion done) {
            synchronized (delivered) {
                delivered.add((String) message.body());
            }
            done.done(null);
        }

        @Override
        public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) {
            undecodable.incrementAndGet();
            done.done(null);
        }
    }

    private String delivered() {
        synchronized (delivered) {
            return String.join("", delivered);
        }
    }

    private SinkConnector sink(String name) throws IOException {
        SinkOptions options = SinkOptions.of(name, new HostPort("127.0.0.1", 0), Protocol.V1)
                .withSession(SinkSessionOptions.of(name)
                        .withResilience(true)
                        .withTransactionLog(directory.resolve(name)));
        SinkConnector connector = SinkConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.listen(Keeping::new);
        return connector;
    }

    private static SourceConnector source(int port) {
        SourceOptions options = SourceOptions.of("numbers", new HostPort("127.0.0.1", port), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true).withPoison(1_000, OnPoison.STOP))
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(20), 0, 0);
        SourceConnector connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }

    private EmbeddedWorker worker(SinkConnector sink, SinkConnector other) throws IOException {
        return EmbeddedWorker.start(
                CommittingWorker.application(0, sink.address().port(), other.address().port()),
                WorkerOptions.defaults()
                        .withStateDir(directory.resolve("worker"))
                        .checkpointInterval(Duration.ofMillis(5))
                        .reconnectDelays(Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    private void feed(SourceConnector source) throws Exception {
        for (int i = 0; i < NUMBERS_PER_FAULT; i++) {
            source.write(SourceMessage.of(String.valueOf(++numbers)), failure -> {});
        }
    }

    private void awaitDelivered() {
        String expected = CommittingWorker.expected(numbers);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(delivered()).as("seed %s", seed).isEqualTo(expected));
        assertThat(undecodable).hasValue(0);
    }

    /** What no checkpoint covers comes again and would be processed twice (rule S6): it is taken back before the next one. */
    private static void cutSources(Faults faults) {
        faults.dropCheckpoints(Integer.MAX_VALUE);
        // One that had begun is over behind this one.
        faults.checkpoint();
        faults.cut();
        faults.rollback();
        faults.dropCheckpoints(0);
    }

    @Test
    void shouldDeliverEveryOutputOnceWhenThingsGoWrong() throws Exception {
        try (SinkConnector sink = sink("kept"); SinkConnector other = other()) {
            EmbeddedWorker worker = worker(sink, other);
            try (SourceConnector source = source(worker.sourcePort("numbers"))) {
                for (int i = 0; i < FAULTS; i++) {
                    feed(source);
                    switch (random.nextInt(7)) {
                        case 0 -> worker.faults().sinks().cut();
                        case 1 -> worker.faults().sink(random.nextBoolean() ? "first" : "second").cut();
                        case 2 -> worker.faults().sinks().abort();
                        case 3 -> worker.faults().sinks().cutBeforeDecision();
                        case 4 -> worker.faults().rollback();
                        case 5 -> cutSources(worker.faults());
                        default -> {
                            worker.kill();
                            worker = worker.restart();
                        }
                    }
                }
                awaitDelivered();
            } finally {
                worker.kill();
            }
        }
        System.out.printf("%d faults, seed %d: %d outputs delivered once each, in order%n", FAULTS, seed, numbers);
    }

    /** A second one, whose output is not looked at: it votes. */
    private SinkConnector other() throws IOException {
        SinkOptions options = SinkOptions.of("other", new HostPort("127.0.0.1", 0), Protocol.V1)
                .withSession(SinkSessionOptions.of("other")
                        .withResilience(true)
                        .withTransactionLog(directory.resolve("other")));
        SinkConnector connector = SinkConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.listen();
        Thread reading = new Thread(() -> {
            try {
                while (connector.read() != null) {
                    connector.commit();
                }
            } catch (Exception e) {
                // Closed.
            }
        }, "reading");
        reading.setDaemon(true);
        reading.start();
        return connector;
    }
}
