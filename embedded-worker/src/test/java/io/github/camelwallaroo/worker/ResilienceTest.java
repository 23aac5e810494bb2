package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;

@Timeout(120)
class ResilienceTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    /** Checkpoints only when a test asks for one. */
    private static final WorkerOptions OPTIONS = WorkerOptions.defaults()
            .withResilience()
            .checkpointInterval(Duration.ofDays(1));

    private static final SourceConnectorConfig WORDS = SourceConnectorConfig.named("words")
            .protocol(Protocol.V1)
            .format("text");

    private static final class Count {
        private int value;
    }

    @TempDir
    private Path directory;

    private final TransactionalMemorySink<String> counts = TransactionalMemorySink.named("counts");

    private Application counting() {
        return Application.named("word count")
                .source("count words", WORDS, String.class)
                .keyBy(word -> word)
                .toState("count", Count::new, (word, count) -> word + " " + ++count.value)
                .toSink(counts)
                .build();
    }

    private WorkerOptions onDisk() {
        return OPTIONS.withStateDir(directory);
    }

    private static void send(EmbeddedWorker worker, String stream, long firstId, String... words) throws IOException {
        try (RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
            connector.openWhenFree(stream);
            send(worker, connector, stream, firstId, words);
        }
    }

    private static void send(EmbeddedWorker worker, RawConnector connector, String stream, long firstId,
            String... words) throws IOException {
        long before = worker.metrics("words").get(Metric.RECEIVED);
        for (int i = 0; i < words.length; i++) {
            connector.send(RawConnector.message(stream, firstId + i, words[i]));
        }
        Awaitility.await()
                .atMost(LONG)
                .until(() -> worker.metrics("words").get(Metric.RECEIVED) == before + words.length);
    }

    @Test
    void shouldAcknowledgeAndShowOutputsOnlyWhenACheckpointCoversThem() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(), onDisk());
                RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
            assertThat(connector.open("s")).isEqualTo(PointOfReference.NONE);
            send(worker, connector, "s", 1, "a", "b", "a");
            assertThat(counts.waiting()).isEqualTo(3);
            assertThat(counts.committed()).isEmpty();

            assertThat(worker.checkpoint(LONG)).isTrue();
            connector.awaitAcknowledged("s", 3);
            assertThat(counts.committed()).containsExactly("a 1", "b 1", "a 2");
            assertThat(worker.status().checkpoints()).hasValueSatisfying(
                    status -> assertThat(status.last()).isEqualTo(1));
            assertThat(worker.status().toString()).contains("checkpoint 1 in " + directory);
        }
    }

    @Test
    void shouldGoOnFromTheLastCheckpointWhenKilledAndRestarted() throws Exception {
        EmbeddedWorker first = EmbeddedWorker.start(counting(), onDisk());
        send(first, "s", 1, "a", "b", "a");
        first.checkpoint(LONG);
        send(first, "t", 7, "a", "lost");
        first.kill();
        assertThat(counts.committed()).containsExactly("a 1", "b 1", "a 2");

        try (EmbeddedWorker second = first.restart();
                RawConnector connector = RawConnector.greeted(second.sourcePort("words"))) {
            assertThat(second.status().stateKeys()).containsEntry("count", 2);
            assertThat(connector.open("s")).isEqualTo(PointOfReference.of(3));
            assertThat(connector.open("t")).isEqualTo(PointOfReference.NONE);
            send(second, connector, "s", 4, "a", "b", "c");
            assertThat(second.checkpoint(LONG)).isTrue();

            assertThat(counts.committed()).containsExactly("a 1", "b 1", "a 2", "a 3", "b 2", "c 1");
            assertThat(counts.dropped()).isEqualTo(2);
        }
    }

    @Test
    void shouldTakeBackEverythingSinceTheLastCheckpointWhenRolledBack() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(), OPTIONS)) {
            send(worker, "s", 1, "a", "b");
            worker.checkpoint(LONG);
            try (RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
                connector.openWhenFree("s");
                send(worker, connector, "s", 3, "a", "c");
                worker.faults().rollback();
                connector.awaitEnd();
            }
            assertThat(counts.dropped()).isEqualTo(2);
            try (RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
                assertThat(connector.open("s")).isEqualTo(PointOfReference.of(2));
                send(worker, connector, "s", 3, "a", "c");
                worker.checkpoint(LONG);
            }

            assertThat(counts.committed()).containsExactly("a 1", "b 1", "a 2", "c 1");
            assertThat(worker.status().checkpoints().orElseThrow().rollbacks()).isEqualTo(1);
        }
    }

    @Test
    void shouldMakeEverythingDurableWhenStopped() throws Exception {
        EmbeddedWorker first = EmbeddedWorker.start(counting(), onDisk());
        try (RawConnector connector = RawConnector.greeted(first.sourcePort("words"))) {
            connector.open("s");
            send(first, connector, "s", 1, "a", "b");
            first.stop(LONG);
        }
        assertThat(counts.committed()).containsExactly("a 1", "b 1");
        try (EmbeddedWorker second = first.restart();
                RawConnector connector = RawConnector.greeted(second.sourcePort("words"))) {
            assertThat(connector.open("s")).isEqualTo(PointOfReference.of(2));
        }
    }

    @Test
    void shouldTakeCheckpointsByItselfAndGoOnAcknowledgingWhenIdle() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(),
                onDisk().checkpointInterval(Duration.ofMillis(20)));
                RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
            connector.open("s");
            connector.send(RawConnector.message("s", 1, "a"));
            for (int i = 0; i < 5; i++) {
                connector.awaitAcknowledged("s", 1);
            }
            long bytes = Files.size(directory.resolve("checkpoints.log"));
            for (int i = 0; i < 5; i++) {
                connector.awaitAcknowledged("s", 1);
            }
            assertThat(Files.size(directory.resolve("checkpoints.log"))).as("nothing new").isEqualTo(bytes);
            counts.awaitCommitted(1, LONG);
        }
    }

    @Test
    void shouldSayOnceThatAKilledProcessStartsAnewWhenCheckpointsAreInMemory() throws Exception {
        try (LogCapture log = new LogCapture()) {
            EmbeddedWorker first = EmbeddedWorker.start(counting(), OPTIONS);
            send(first, "s", 1, "a");
            first.checkpoint(LONG);
            assertThat(log.warnings("checkpoints are kept in memory")).hasSize(1);
            first.kill();
            try (EmbeddedWorker second = first.restart();
                    RawConnector connector = RawConnector.greeted(second.sourcePort("words"))) {
                assertThat(connector.open("s")).isEqualTo(PointOfReference.NONE);
                assertThat(second.status().stateKeys()).containsEntry("count", 0);
            }
        }
    }

    @Test
    void shouldKeepStatesOfSourcesThatKnowNoAcknowledgement() throws Exception {
        Application application = Application.named("word count")
                .source("count words", SourceConnectorConfig.named("words").format("text"), String.class)
                .keyBy(word -> word)
                .toState("count", Count::new, (word, count) -> word + " " + ++count.value)
                .toSink(counts)
                .build();
        EmbeddedWorker first = EmbeddedWorker.start(application, onDisk());
        try (RawSource source = RawSource.dial(first.sourcePort("words"))) {
            source.sendText("a", "b", "a");
            Awaitility.await().until(() -> counts.waiting() == 3);
            first.checkpoint(LONG);
        }
        first.kill();
        try (EmbeddedWorker second = first.restart();
                RawSource source = RawSource.dial(second.sourcePort("words"))) {
            source.sendText("a");
            Awaitility.await().until(() -> counts.waiting() == 1);
            second.checkpoint(LONG);
            assertThat(counts.committed()).containsExactly("a 1", "b 1", "a 2", "a 3");
        }
    }

    @Test
    void shouldHandOutputsToSinksOfOlderGenerationsAsTheyComeAndAgainAfterARollback() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("word count")
                        .source("count words", WORDS, String.class)
                        .keyBy(word -> word)
                        .toState("count", Count::new, (word, count) -> word + " " + ++count.value)
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build(), OPTIONS)) {
            send(worker, "s", 1, "a", "b");
            assertThat(sink.await(2).texts()).containsExactly("a 1", "b 1");
            worker.faults().rollback();
            send(worker, "s", 1, "a", "b");

            assertThat(sink.await(4).texts()).containsExactly("a 1", "b 1", "a 1", "b 1");
        }
    }

    @Test
    void shouldTakeCheckpointsWhileASinkHoldsItsSources() throws Exception {
        try (RawSink sink = RawSink.listenWithoutReading(output -> {
        });
                EmbeddedWorker worker = EmbeddedWorker.start(Application.named("large")
                        .source("make large", WORDS, String.class)
                        // One message's outputs alone are more than the buffers of a connection take.
                        .toMany("grow", word -> Collections.nCopies(20, "x".repeat(1_000_000)))
                        .toSink(SinkConnectorConfig.named("out").port(sink.port()).format("text"))
                        .build(), onDisk().maxPending(1));
                RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
            connector.open("s");
            for (int i = 1; i <= 3; i++) {
                connector.send(RawConnector.message("s", i, "a"));
            }
            Awaitility.await().atMost(LONG).until(() -> worker.status().sinks().get(0).waiting() > 2);

            assertThat(worker.checkpoint(LONG)).isTrue();
            assertThat(connector.nextPositions().positions()).hasSize(1);
            worker.kill();
        }
    }

    /** A state that checkpoints could keep, until somebody hides something in it. */
    private static final class Treacherous {
        private final List<Object> seen = new ArrayList<>();
    }

    @Test
    void shouldEndWhenAStateTurnsOutToBeUnsavableAndGoOnFromTheCheckpointBefore() throws Exception {
        Application application = Application.named("treacherous")
                .source("words", WORDS, String.class)
                .toState("seen", Treacherous::new, (word, state) -> {
                    state.seen.add(word.equals("thread") ? Thread.currentThread() : word);
                    return word + " " + state.seen.size();
                })
                .toSink(counts)
                .build();
        try (LogCapture log = new LogCapture()) {
            EmbeddedWorker first = EmbeddedWorker.start(application, onDisk());
            send(first, "s", 1, "a");
            first.checkpoint(LONG);
            send(first, "s", 2, "thread");

            assertThat(first.checkpoint(LONG)).isFalse();
            assertThat(first.awaitStopped(LONG)).isTrue();
            assertThat(first.stopReason()).hasValueSatisfying(reason -> assertThat(reason)
                    .contains("a state of 'seen'", Thread.class.getName(), "KeyedState.format(...)"));
            assertThat(log.warnings("worker 'treacherous' ends: a state of 'seen'")).hasSize(1);
            try (EmbeddedWorker second = first.restart();
                    RawConnector connector = RawConnector.greeted(second.sourcePort("words"))) {
                assertThat(connector.open("s")).isEqualTo(PointOfReference.of(1));
                send(second, connector, "s", 2, "b");
                second.checkpoint(LONG);
                assertThat(counts.committed()).containsExactly("a 1", "b 2");
            }
        }
    }

    @Test
    void shouldNotMakeDurableWhatAFailedMessageDidWhenFailuresStopTheWorker() throws Exception {
        Application application = Application.named("word count")
                .source("count words", WORDS, String.class)
                .toState("count", Count::new, (word, count) -> {
                    count.value++;
                    if (word.equals("bad")) {
                        throw new IllegalArgumentException("bad word");
                    }
                    return word + " " + count.value;
                })
                .toSink(counts)
                .build();
        EmbeddedWorker first = EmbeddedWorker.start(application, onDisk().onFailure(FailurePolicy.STOP));
        send(first, "s", 1, "a");
        first.checkpoint(LONG);
        try (RawConnector connector = RawConnector.greeted(first.sourcePort("words"))) {
            connector.openWhenFree("s");
            connector.send(RawConnector.message("s", 2, "b"), RawConnector.message("s", 3, "bad"));
            assertThat(first.awaitStopped(LONG)).isTrue();
        }
        try (EmbeddedWorker second = first.restart();
                RawConnector connector = RawConnector.greeted(second.sourcePort("words"))) {
            assertThat(connector.open("s")).isEqualTo(PointOfReference.of(1));
            send(second, connector, "s", 2, "b");
            second.checkpoint(LONG);
            assertThat(counts.committed()).containsExactly("a 1", "b 2");
        }
    }

    @Test
    void shouldFailAMessageAloneWhenItsKeyCannotBeKept() throws Exception {
        record Composite(String word) {}
        try (EmbeddedWorker worker = EmbeddedWorker.start(Application.named("keys")
                .source("words", WORDS, String.class)
                .keyBy(word -> word.equals("bad") ? new Composite(word) : word)
                .toState("count", Count::new, (word, count) -> word + " " + ++count.value)
                .toSink(counts)
                .build(), OPTIONS)) {
            send(worker, "s", 1, "a", "bad", "a");
            assertThat(worker.checkpoint(LONG)).isTrue();

            assertThat(counts.committed()).containsExactly("a 1", "a 2");
            assertThat(worker.failures()).singleElement()
                    .satisfies(failure -> assertThat(failure.cause()).hasMessageContaining(Composite.class.getName())
                            .hasMessageContaining("KeyedState.keys(...)"));
        }
    }

    private static Application stateful(String application, String computation, Supplier<?> initial) {
        return Application.named(application)
                .source("words", WORDS, String.class)
                .toState(computation, initial, (word, state) -> word)
                .toSink(TransactionalMemorySink.<String>named("out"))
                .build();
    }

    private void shouldRefuse(Application application, WorkerOptions options, String... texts) {
        assertThatThrownBy(() -> EmbeddedWorker.start(application, options)).satisfies(
                e -> assertThat(e.getMessage()).contains(texts));
    }

    @Test
    void shouldRefuseWhatCheckpointsCannotKeepAtItsStart() throws Exception {
        shouldRefuse(stateful("a", "thread", Thread::currentThread), OPTIONS, "the states of 'thread'",
                "java.lang.Thread", "KeyedState.format(...)");
        Pipeline<String> words = Application.named("twice").source("words", WORDS, String.class);
        Application twice = words.toState("same", Count::new, (word, count) -> word)
                .toState("same", Count::new, (word, count) -> word)
                .toSink(counts)
                .build();
        shouldRefuse(twice, OPTIONS, "two state computations are called 'same'");
        // Without checkpoints nobody minds, and nothing of the attempts is left.
        EmbeddedWorker.start(twice).close();
    }

    @Test
    void shouldRefuseAStateDirectoryThatIsOfNoUseToIt() throws Exception {
        EmbeddedWorker owner = EmbeddedWorker.start(counting(), onDisk());
        send(owner, "s", 1, "a");
        shouldRefuse(stateful("word count", "count", Count::new), onDisk(), "is in use by process");
        owner.stop(LONG);

        shouldRefuse(stateful("other", "count", Count::new), onDisk(), "belongs to application 'word count'");
        shouldRefuse(stateful("word count", "renamed", Count::new), onDisk(), "1 entries of 'state/count'");
        shouldRefuse(stateful("word count", "count", () -> new long[1]), onDisk(), "a state of 'count' cannot be read");
        Path file = directory.resolve("checkpoints.log");
        byte[] good = Files.readAllBytes(file);
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(file, bad);
        shouldRefuse(counting(), onDisk(), file.toString(), "is damaged at byte ");

        Files.write(file, good);
        try (EmbeddedWorker again = EmbeddedWorker.start(counting(), onDisk())) {
            assertThat(again.status().stateKeys()).containsEntry("count", 1);
        }
    }

    @Test
    void shouldRefuseToTakeACheckpointWhenItHasNoResilience() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting())) {
            assertThatThrownBy(() -> worker.checkpoint(LONG)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("WorkerOptions.withResilience()");
        }
    }

    @Test
    void shouldEndAtOnceWhenAMessageHoldsUpACheckpoint() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch hang = new CountDownLatch(1);
        EmbeddedWorker worker = EmbeddedWorker.start(Application.named("hanging")
                .source("words", WORDS, String.class)
                .to("hang", word -> {
                    begun.countDown();
                    hang.await();
                    return word;
                })
                .toSink(counts)
                .build(), onDisk());
        try (RawConnector connector = RawConnector.greeted(worker.sourcePort("words"))) {
            connector.open("s");
            connector.send(RawConnector.message("s", 1, "a"));
            begun.await();
            assertThat(worker.checkpoint(Duration.ofMillis(100))).isFalse();
            worker.kill();
        } finally {
            hang.countDown();
        }
        assertThat(worker.awaitStopped(LONG)).isTrue();
        try (EmbeddedWorker next = worker.restart();
                RawConnector connector = RawConnector.greeted(next.sourcePort("words"))) {
            assertThat(connector.open("s")).isEqualTo(PointOfReference.NONE);
        }
        assertThat(counts.committed()).isEmpty();
    }
}
