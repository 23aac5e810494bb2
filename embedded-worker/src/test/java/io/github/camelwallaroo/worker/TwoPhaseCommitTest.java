package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** Checkpoints with sinks of generation 1: what a sink shows is what checkpoints cover, once. */
@Timeout(120)
class TwoPhaseCommitTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private SessionSink sink;

    private static final class Count {
        private int value;
    }

    @BeforeEach
    void listen() throws IOException {
        sink = SessionSink.listen();
    }

    @AfterEach
    void end() throws IOException {
        sink.close();
        assertThat(sink.wrong()).isEmpty();
    }

    /** Checkpoints only when a test asks for one. */
    private static WorkerOptions options() {
        return WorkerOptions.defaults()
                .withResilience()
                .checkpointInterval(Duration.ofDays(1))
                .reconnectDelays(Duration.ofMillis(10), Duration.ofMillis(20));
    }

    private static SinkConnectorConfig sink(String name, int port) {
        return SinkConnectorConfig.named(name).port(port).protocol(Protocol.V1).format("text");
    }

    private static Application counting(SinkConnectorConfig... sinks) {
        return Application.named("counting")
                .source("words", SourceConnectorConfig.named("words").protocol(Protocol.V1).format("text"),
                        String.class)
                .keyBy(word -> word)
                .toState("count", Count::new, (word, count) -> word + ++count.value + " ")
                .toSinks(sinks)
                .build();
    }

    private EmbeddedWorker start() throws IOException {
        return start(options());
    }

    private EmbeddedWorker start(WorkerOptions options) throws IOException {
        return EmbeddedWorker.start(counting(sink("counts", sink.port())), options);
    }

    private static Source dial(EmbeddedWorker worker) {
        return dial(worker.sourcePort("words"));
    }

    private static Source dial(int port) {
        return dial(port, "words");
    }

    /** @param name of the connector, which its stream goes by */
    private static Source dial(int port, String name) {
        SourceOptions options = SourceOptions.of(name, new HostPort("127.0.0.1", port), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true))
                .withReconnect(Duration.ofMillis(10), Duration.ofMillis(20), 0, 0);
        SourceConnector connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        return new Source(connector);
    }

    /** A connector that waits for no acknowledgement when it is closed. */
    private record Source(SourceConnector connector) implements AutoCloseable {

        void send(String word) throws Exception {
            connector.write(SourceMessage.of(word), failure -> {});
        }

        @Override
        public void close() {
            connector.close(Duration.ofMillis(1));
        }
    }

    private static void send(EmbeddedWorker worker, Source source, String... words) throws Exception {
        // The first checkpoint is taken before there is any output.
        await(() -> !worker.status().checkpoints().orElseThrow().duration().isZero());
        long before = worker.metrics("words").get(Metric.RECEIVED);
        for (String word : words) {
            source.send(word);
        }
        Awaitility.await()
                .atMost(LONG)
                .until(() -> worker.metrics("words").get(Metric.RECEIVED) >= before + words.length);
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().pollInterval(Duration.ofMillis(2)).atMost(LONG).until(condition);
    }

    @Test
    void shouldCommitOutputWithTheCheckpointThatCoversIt() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a", "b", "a");
            await(() -> sink.received().equals("a1 b1 a2 "));
            assertThat(sink.committed()).isEmpty();

            assertThat(worker.checkpoint(LONG)).isTrue();
            sink.awaitCommitted("a1 b1 a2 ");
            assertThat(worker.checkpoint(LONG)).as("an empty one").isTrue();
            await(() -> sink.decisions().size() == 3);
            assertThat(sink.decisions()).allMatch(decision -> decision.endsWith("=true")).doesNotHaveDuplicates();
            assertThat(worker.status().toString()).contains("9 of 9 bytes committed");
        }
    }

    @Test
    void shouldGoBackAndSendTheSameAgainWhenTheSinkVotesAbort() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a", "b");
            worker.checkpoint(LONG);
            sink.awaitCommitted("a1 b1 ");
            send(worker, source, "a", "c");
            sink.vote(SessionSink.Vote.ABORT, 1);
            assertThat(worker.checkpoint(LONG)).isFalse();
            await(() -> sink.received().equals("a1 b1 a2 c1 "));
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 b1 a2 c1 "));
            assertThat(worker.status().checkpoints().orElseThrow().rollbacks()).isEqualTo(1);
        }
    }

    @Test
    void shouldGoBackWhenTheSinkIsCut() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a");
            worker.checkpoint(LONG);
            send(worker, source, "a");
            await(() -> sink.received().equals("a1 a2 "));
            sink.cut();
            await(() -> worker.status().checkpoints().orElseThrow().rollbacks() == 1);
            await(() -> sink.received().equals("a1 a2 "));
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 a2 "));
        }
    }

    @Test
    void shouldGoBackWhenTheSinkIsCutBeforeItsVote() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a");
            sink.vote(SessionSink.Vote.CUT_BEFORE, 1);
            assertThat(worker.checkpoint(LONG)).isFalse();
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 "));
        }
    }

    @Test
    void shouldTellAbortWhenTheSinkLostItsVote() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a");
            sink.vote(SessionSink.Vote.CUT_AFTER, 1);
            assertThat(worker.checkpoint(LONG)).isFalse();
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 "));
            assertThat(sink.decisions()).anyMatch(decision -> decision.endsWith("=false"));
        }
    }

    @Test
    void shouldSendNothingBetweenPhase1AndPhase2WhenTheVoteIsSlow() throws Exception {
        try (EmbeddedWorker worker = start(options().maxPending(5)); Source source = dial(worker)) {
            send(worker, source, "a");
            sink.vote(SessionSink.Vote.HOLD, 1);
            CompletableFuture<Boolean> taken = CompletableFuture
                    .supplyAsync(() -> worker.checkpoint(LONG));
            await(sink::holdsVotes);
            send(worker, source, "b", "c", "d");
            await(() -> worker.status().sinks().get(0).waiting() == 3);
            assertThat(sink.received()).isEqualTo("a1 ");
            sink.releaseVotes();
            assertThat(taken.get()).isTrue();
            await(() -> sink.received().equals("a1 b1 c1 d1 "));
            assertThat(sink.committed()).isEqualTo("a1 ");
        }
    }

    @Test
    void shouldGoBackWhenAVoteDoesNotCome() throws Exception {
        try (EmbeddedWorker worker = start(options().voteTimeout(Duration.ofMillis(50)));
                Source source = dial(worker)) {
            // The first one's votes may be late as well.
            await(() -> worker.checkpoint(LONG));
            send(worker, source, "a");
            sink.vote(SessionSink.Vote.HOLD, 1);
            assertThat(worker.checkpoint(LONG)).isFalse();
            sink.vote(SessionSink.Vote.COMMIT, 100);
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 "));
        }
    }

    @Test
    void shouldProcessNothingWhenASinkIsAway() throws Exception {
        int port = sink.port();
        sink.close();
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(sink("counts", port)), options());
                Source source = dial(worker)) {
            source.send("a");
            source.connector().awaitConnected(LONG);
            assertThat(worker.checkpoint(Duration.ofMillis(50))).isFalse();
            assertThat(worker.metrics("words").get(Metric.RECEIVED)).isZero();
            assertThat(worker.status().sinks().get(0).connected()).isFalse();
            sink = SessionSink.listen(port);
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 "));
        }
    }

    @Test
    void shouldGoBackAtEverySinkWhenOneVotesAbort() throws Exception {
        try (SessionSink other = SessionSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(
                        counting(sink("counts", sink.port()), sink("others", other.port())), options());
                Source source = dial(worker)) {
            send(worker, source, "a", "b");
            other.vote(SessionSink.Vote.HOLD, 1);
            CompletableFuture<Boolean> checkpoint = CompletableFuture.supplyAsync(() -> worker.checkpoint(LONG));
            await(() -> other.holdsVotes() && sink.isUndecided());
            other.refuseHeldVotes();
            assertThat(checkpoint.get()).isFalse();
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 b1 ")
                    && other.committed().equals("a1 b1 "));
            assertThat(sink.decisions()).anyMatch(decision -> decision.endsWith("=false"));
            assertThat(other.wrong()).isEmpty();
        }
    }

    @Test
    void shouldGoOnWhereItWasWhenItIsRestartedOnItsState() throws Exception {
        WorkerOptions onDisk = options().withStateDir(directory);
        for (int run = 1; run <= 3; run++) {
            try (EmbeddedWorker worker = start(onDisk)) {
                try (Source source = dial(worker)) {
                    send(worker, source, "a");
                }
                worker.checkpoint(LONG);
            }
        }
        sink.awaitCommitted("a1 a2 a3 ");
    }

    @Test
    void shouldCommitEverythingWhenItIsStopped() throws Exception {
        EmbeddedWorker worker = start();
        try (Source source = dial(worker)) {
            send(worker, source, "a", "b");
            assertThat(worker.stop(LONG)).isZero();
        }
        sink.awaitCommitted("a1 b1 ");
    }

    @Test
    void shouldNotAnswerForTransactionsOfAnotherState() throws Exception {
        sink.alsoLists("counting-w-initializer-id-1:c_id=7");
        try (EmbeddedWorker worker = start()) {
            await(() -> worker.status().sinks().get(0).link().contains("a decision that this worker cannot know"));
            assertThat(sink.decisions()).isEmpty();
            sink.alsoLists();
            sink.cut();
            await(() -> worker.checkpoint(LONG));
        }
    }

    @Test
    void shouldAbortForeignTransactionsWhenTheSinkListedNoneBefore() throws Exception {
        try (EmbeddedWorker worker = start()) {
            await(() -> worker.checkpoint(LONG));
            sink.alsoLists("unknown");
            sink.cut();
            await(() -> sink.decisions().contains("unknown=false"));
            await(() -> worker.checkpoint(LONG));
        }
    }

    @Test
    void shouldCommitInMemoryAtTheSameDecision() throws Exception {
        TransactionalMemorySink<Object> memory = TransactionalMemorySink.named("memory");
        ApplicationBuilder builder = Application.named("counting");
        Pipeline<String> words = builder.source("words",
                SourceConnectorConfig.named("words").protocol(Protocol.V1).format("text"), String.class);
        words.toSink(sink("counts", sink.port()));
        words.toSink(memory);
        try (EmbeddedWorker worker = EmbeddedWorker.start(builder.build(), options());
                Source source = dial(worker)) {
            send(worker, source, "a");
            sink.vote(SessionSink.Vote.ABORT, 1);
            assertThat(worker.checkpoint(LONG)).isFalse();
            assertThat(memory.committed()).isEmpty();
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a"));
            assertThat(memory.committed()).isEqualTo(List.of("a"));
        }
    }

    @Test
    void shouldGiveEachWorkerAnOutputOfItsOwn() throws Exception {
        try (EmbeddedWorker worker = start(options().withWorkers(2));
                Source one = dial(worker.sourcePort("words", 0));
                Source two = dial(worker.sourcePort("words", 1), "others")) {
            send(worker, one, "a");
            send(worker, two, "a", "b");
            assertThat(worker.checkpoint(LONG)).isTrue();
            await(() -> sink.committed().length() == 9);
            assertThat(sink.hellos()).containsExactlyInAnyOrder("counting/initializer/", "counting/worker2/");
            assertThat(sink.committedByStream().values()).containsExactlyInAnyOrder("a1 ", "a2 b1 ");
            assertThat(worker.status().sinks()).extracting(WorkerStatus.Sink::worker).containsExactly(0, 1);
        }
    }

    @Test
    void shouldGoBackOnEveryConnectionWhenOneWorkersOutputIsVotedDown() throws Exception {
        try (EmbeddedWorker worker = start(options().withWorkers(3));
                Source one = dial(worker.sourcePort("words", 0));
                Source two = dial(worker.sourcePort("words", 2), "others")) {
            send(worker, one, "a");
            send(worker, two, "b");
            sink.vote(SessionSink.Vote.ABORT, 1);
            assertThat(worker.checkpoint(LONG)).isFalse();
            await(() -> sink.connections() == 6);
            await(() -> worker.checkpoint(LONG) && sink.committed().length() == 6);
            assertThat(sink.committedByStream().values()).containsExactlyInAnyOrder("a1 ", "b1 ", "");
        }
    }

    @Test
    void shouldSendSourcesElsewhereAndTellSinksWhenAWorkerLeaves() throws Exception {
        try (EmbeddedWorker worker = start(options().withWorkers(2));
                Source two = dial(worker.sourcePort("words", 1))) {
            send(worker, two, "a", "b");
            assertThat(worker.leave(1, LONG)).isTrue();
            sink.awaitCommitted("a1 b1 ");
            await(() -> sink.workersLeft().equals(List.of(List.of("worker2"))));
            await(() -> sink.openConnections() == 1);
            send(worker, two, "a");
            assertThat(worker.checkpoint(LONG)).isTrue();
            await(() -> sink.committedByStream().containsValue("a2 "));
            assertThat(worker.leave(1, LONG)).as("twice").isTrue();
            assertThatThrownBy(() -> worker.leave(0, LONG)).isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("no other worker");
            assertThatThrownBy(() -> worker.leave(2, LONG)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no worker 2");
        }
    }

    @Test
    void shouldSayWhatIsNotCommittedWhenASinkIsAwayAtTheStop() throws Exception {
        EmbeddedWorker worker = start();
        try (LogCapture log = new LogCapture(); Source source = dial(worker)) {
            send(worker, source, "a", "b");
            sink.vote(SessionSink.Vote.HOLD, 100);
            assertThat(worker.stop(Duration.ofMillis(400))).isEqualTo(2);
            assertThat(log.warnings("2 outputs for sinks with two-phase commit are not committed")).hasSize(1);
        }
    }

    @Test
    void shouldTellAbortWhenTheDecisionIsAFault() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a");
            worker.faults().sinks().abort();
            assertThat(worker.checkpoint(LONG)).isFalse();
            await(() -> worker.checkpoint(LONG) && sink.committed().equals("a1 "));
            assertThat(sink.decisions()).anyMatch(decision -> decision.endsWith("=false"));
        }
    }

    @Test
    void shouldTellCommitAfterwardsWhenTheConnectionIsCutBeforeTheDecision() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a");
            worker.faults().sinks().cutBeforeDecision();
            assertThat(worker.checkpoint(LONG)).isTrue();
            sink.awaitCommitted("a1 ");
            assertThat(sink.connections()).isEqualTo(2);
        }
    }

    @Test
    void shouldSendNothingWhileADecisionIsHeld() throws Exception {
        try (EmbeddedWorker worker = start(); Source source = dial(worker)) {
            send(worker, source, "a");
            SinkFaults.Decision decision = worker.faults().sink("counts").holdDecision();
            CompletableFuture<Boolean> taken = CompletableFuture.supplyAsync(() -> worker.checkpoint(LONG));
            await(decision::isAwaited);
            send(worker, source, "b");
            assertThat(sink.received()).isEqualTo("a1 ");
            assertThat(sink.isUndecided()).isTrue();
            decision.release();
            assertThat(taken.get()).isTrue();
            await(() -> sink.received().equals("a1 b1 "));
        }
    }

    @Test
    void shouldServeSinksOfOlderGenerationsBesides() throws Exception {
        try (RawSink older = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(counting(sink("counts", sink.port()),
                        SinkConnectorConfig.named("older").port(older.port()).format("text")), options());
                Source source = dial(worker)) {
            send(worker, source, "a", "b");
            older.await(2);
            assertThat(older.texts()).containsExactly("a1 ", "b1 ");
            assertThat(worker.checkpoint(LONG)).isTrue();
            sink.awaitCommitted("a1 b1 ");
        }
    }
}
