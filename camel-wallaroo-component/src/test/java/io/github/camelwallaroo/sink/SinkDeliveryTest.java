package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.codec.StreamPayloadCodec;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.StreamPayload;
import io.github.camelwallaroo.metrics.Metric;

/** What is committed, on its way to a handler that is slow, asynchronous or fails. */
@Timeout(60)
class SinkDeliveryTest {

    private static final Duration LONG = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final CollectedMessages messages = new CollectedMessages();
    private final CountDownLatch go = new CountDownLatch(1);
    private SinkConnector connector;

    @AfterEach
    void end() {
        go.countDown();
        if (connector != null) {
            SessionSink.end(connector);
        }
    }

    private void listen(UnaryOperator<SinkSessionOptions> change, CollectedMessages.Reaction reaction)
            throws IOException {
        connector = SessionSink.listen(directory, change, messages.reacting(reaction));
    }

    private static SinkSessionOptions defaults(SinkSessionOptions session) {
        return session;
    }

    private DiallingSession worker(String name) throws IOException {
        DiallingSession worker = DiallingSession.dial(connector.address().port(), name);
        worker.start(0);
        worker.commit("first of " + name, 0);
        return worker;
    }

    private void restart() throws IOException {
        SessionSink.end(connector);
        connector = SessionSink.listen(directory, messages.reacting((message, done) -> done.done(null)));
    }

    private void awaitBodies(String... bodies) {
        await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly(bodies));
    }

    private SinkStreamStatus stream() {
        return connector.streams().get(0);
    }

    @Test
    void shouldVoteForEveryWorkerWhileAHandlerIsStuck() throws IOException {
        listen(SinkDeliveryTest::defaults, (message, done) -> go.await());
        try (DiallingSession first = worker("initializer"); DiallingSession second = worker("worker2")) {
            long end = first.commit("t1", 0, "stuck");
            await().until(() -> messages.bodies().contains("stuck"));

            for (int i = 0; i < 10; i++) {
                end = first.commit("t2." + i, end, "more");
            }
            second.commit("t1", 0, "other");
            await().until(() -> messages.bodies().contains("other"));
            // The last decision of the first worker may be read after the only one of the second.
            await().untilAsserted(
                    () -> assertThat(connector.metrics().get(Metric.BACKLOG_BYTES)).isEqualTo(5 + 40 + 5));
        }
    }

    @Test
    void shouldCountAsDeliveredOnlyWhatIsProcessedWithoutAGap() throws Exception {
        Deque<SinkCompletion> open = new ConcurrentLinkedDeque<>();
        listen(SinkDeliveryTest::defaults, (message, done) -> open.add(done));
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "1", "2", "3", "4");
            await().until(() -> open.size() == 4);
            SinkCompletion first = open.poll();
            SinkCompletion second = open.poll();
            open.poll().done(null);
            second.done(null);
            assertThat(stream().delivered()).isZero();

            first.done(null);
            first.done(new IOException("a second word is not heard"));
            await().until(() -> stream().delivered() == 3);
            assertThat(connector.metrics().get(Metric.DELIVERED)).isEqualTo(3);
        }
        restart();
        awaitBodies("1", "2", "3", "4", "4");
    }

    @Test
    void shouldLogWhatIsProcessedWhileAHandlerIsBusyWithTheNext() throws Exception {
        listen(session -> session.withDeliveredFlush(1_000, Duration.ofMillis(20)), (message, done) -> {
            if (message.body().equals("2")) {
                go.await();
            }
            done.done(null);
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "1", "2");

            await().until(() -> stream().delivered() == 1);
        }
    }

    @Test
    void shouldRepeatAtMostWhatWasNotLoggedWhenTheProcessDies() throws Exception {
        AtomicInteger count = new AtomicInteger();
        listen(session -> session.withDeliveredFlush(4, LONG), (message, done) -> {
            done.done(null);
            if (count.incrementAndGet() == 10) {
                go.await();
            }
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
            await().until(() -> count.get() == 10);
            assertThat(stream().delivered()).isEqualTo(8);
        }
    }

    @Test
    void shouldStandStillAtAMessageThatFailsAndGoOnWhenItPasses() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        listen(session -> session.withOnFailure(OnFailure.STOP, Duration.ofMillis(10)), (message, done) -> {
            boolean fails = broken.get() && message.body().equals("bad");
            done.done(fails ? new IOException("the database is away") : null);
        });
        try (DiallingSession worker = worker("initializer"); DiallingSession other = worker("worker2")) {
            long end = worker.commit("t1", 0, "good", "bad", "last");
            await().until(() -> connector.metrics().get(Metric.REDELIVERED) >= 3);

            assertThat(connector.status().up()).isFalse();
            assertThat(connector.status().reasons()).singleElement()
                    .asString()
                    .contains("fahrenheit/" + DiallingSession.stream("initializer"))
                    .contains("delivery stands still at byte 4")
                    .contains("the database is away")
                    .contains("tried again every 10 ms")
                    .contains("onFailure=continue");
            assertThat(messages.bodies()).doesNotContain("last");
            assertThat(connector.metrics().get(Metric.STANDSTILLS)).isEqualTo(1);
            other.commit("t1", 0, "elsewhere");
            worker.commit("t2", end, "behind");
            await().until(() -> messages.bodies().contains("elsewhere"));

            broken.set(false);
            await().until(() -> messages.bodies().contains("behind"));
            assertThat(messages.bodies()).containsSubsequence("good", "bad", "last", "behind");
            await().until(() -> connector.status().up());
        }
    }

    @Test
    void shouldTryAFailedMessageAgainWhenResumedOrRestartedOnly() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        listen(session -> session.withOnFailure(OnFailure.STOP, Duration.ZERO), (message, done) -> {
            tries.incrementAndGet();
            throw new IllegalStateException("not today");
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "bad");
            await().until(() -> stream().standstill().isPresent());
            assertThat(stream().standstill()).get().asString().contains("not today").contains("restart this connector");
            connector.resume();
            await().until(() -> tries.get() == 2);
        }
        restart();
        awaitBodies("bad", "bad", "bad");
    }

    @Test
    void shouldTryAFailedMessageAgainWhenResumedBeforeItStandsStill() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        listen(session -> session.withOnFailure(OnFailure.STOP, Duration.ZERO), (message, done) -> {
            if (tries.incrementAndGet() == 1) {
                connector.resume();
                throw new IllegalStateException("not yet");
            }
            done.done(null);
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "good at last");
            await().until(() -> tries.get() == 2);
            await().until(() -> connector.status().up());
        }
    }

    @Test
    void shouldTryAFailedMessageAgainWhenSuspendedAndResumed() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        listen(session -> session.withOnFailure(OnFailure.STOP, Duration.ZERO), (message, done) -> {
            if (tries.incrementAndGet() == 1) {
                connector.suspend();
                throw new IllegalStateException("not yet");
            }
            done.done(null);
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "good at last");
            await().until(() -> tries.get() == 1);

            connector.resume();

            await().until(() -> tries.get() == 2);
        }
    }

    /** A system that is away fails everything that is under way; when it is back, not every message waits for it anew. */
    @Test
    void shouldTryTheOthersThatFailedAtOnceWhenTheFirstOneIsThere() throws Exception {
        Deque<SinkCompletion> open = new ConcurrentLinkedDeque<>();
        AtomicBoolean away = new AtomicBoolean(true);
        listen(session -> session.withOnFailure(OnFailure.STOP, LONG), (message, done) -> {
            if (away.get()) {
                open.add(done);
            } else {
                done.done(null);
            }
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "1", "2", "3", "4");
            await().until(() -> open.size() == 4);
            away.set(false);
            open.removeLast().done(null);
            while (!open.isEmpty()) {
                open.removeFirst().done(new IOException("the database is away"));
            }
            await().until(() -> stream().standstill().isPresent());

            connector.resume();

            awaitBodies("1", "2", "3", "4", "1", "2", "3");
            await().until(() -> stream().delivered() == 4);
            await().until(() -> connector.status().up());
        }
    }

    @Test
    void shouldPassOverAMessageThatFailsWhenToldToContinue() throws Exception {
        listen(session -> session.withOnFailure(OnFailure.CONTINUE, Duration.ofMillis(10)),
                (message, done) -> done.done(message.body().equals("bad") ? new IOException("no") : null));
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "good", "bad", "last");
            awaitBodies("good", "bad", "last");
            await().until(() -> stream().delivered() == 11);
            assertThat(connector.metrics().get(Metric.DELIVERY_FAILURES)).isEqualTo(1);
            assertThat(connector.status().up()).isTrue();
        }
    }

    @Test
    void shouldHoldDeliveryAndNotVotesWhileSuspended() throws Exception {
        listen(SinkDeliveryTest::defaults, (message, done) -> done.done(null));
        connector.suspend();
        try (DiallingSession worker = worker("initializer")) {
            long end = worker.commit("t1", 0, "held");
            worker.commit("t2", end, "too");
            assertThat(messages.bodies()).isEmpty();

            connector.resume();
            awaitBodies("held", "too");
        }
    }

    @Test
    void shouldStopReadingBehindADecisionWhenTooMuchWaits() throws Exception {
        listen(session -> session.withBacklogLimit(10), (message, done) -> {
            go.await();
            done.done(null);
        });
        try (DiallingSession worker = worker("initializer")) {
            long end = worker.commit("t1", 0, "0123456789");
            end = worker.commit("t2", end, "0123456789");
            await().until(() -> connector.metrics().get(Metric.PAUSED_WORKERS) == 1);
            assertThat(connector.status().reasons()).singleElement().asString().contains("backlogLimit 10");
            long next = worker.output(end, "abc");
            worker.phase1("t3", end, next);
            assertThat(worker.isSilent(200)).isTrue();

            go.countDown();
            assertThat(worker.vote("t3")).isTrue();
            worker.phase2("t3", true);
            awaitBodies("0123456789", "0123456789", "abc");
            await().untilAsserted(() -> assertThat(connector.metrics().get(Metric.PAUSED_WORKERS)).isZero());
            await().until(() -> connector.status().up());
        }
    }

    @Test
    void shouldFinishWhatIsBeingProcessedWhenItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        listen(SinkDeliveryTest::defaults, (message, done) -> {
            begun.countDown();
            go.await();
            done.done(null);
        });
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "1", "2");
            begun.await();
            Thread closing = new Thread(connector::close);
            closing.start();
            worker.awaitClose();
            go.countDown();
            closing.join();
        }
        assertThat(messages.hasEnded()).isTrue();
        restart();
        awaitBodies("1", "2");
    }

    @Test
    void shouldDeliverThroughReadAndForgetOnlyWhatTheNextReadFollowed() throws Exception {
        connector = SinkConnector.of(SessionSink.options(SessionSink.session(directory)),
                io.github.camelwallaroo.convert.Format.of("text"),
                io.github.camelwallaroo.transport.ConnectorThreads.daemons());
        connector.listen();
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "1", "2", "3", "4");
            assertThat(connector.read()).isEqualTo("1");
            assertThat(connector.read()).isEqualTo("2");
            connector.commit();
            assertThat(connector.read()).isEqualTo("3");
        }
        restart();
        awaitBodies("3", "4");
    }

    @Test
    void shouldUnwrapStreamMessagesAndHandOnWhatCannotBeDecoded() throws Exception {
        listen(session -> session.withPayload(SinkPayload.STREAM), (message, done) -> done.done(null));
        try (DiallingSession worker = worker("initializer")) {
            byte[] wrapped = StreamPayloadCodec
                    .encode(new StreamPayload(1234, "key".getBytes(), "body".getBytes()));
            worker.send(new Message(StreamId.OUTPUT, 0, 0, Message.NO_KEY, wrapped));
            long end = worker.output(wrapped.length, "no");
            worker.phase1("t1", 0, end);
            assertThat(worker.vote("t1")).isTrue();
            worker.phase2("t1", true);

            await().until(() -> messages.undecodable().size() == 1);
            assertThat(messages.messages()).singleElement().satisfies(message -> {
                assertThat(message.body()).isEqualTo("body");
                assertThat(message.key()).isEqualTo("key");
                assertThat(message.eventTime()).isEqualTo(1234);
            });
            assertThat(messages.undecodable()).singleElement().satisfies(raw -> {
                assertThat(raw.body()).isEqualTo("no".getBytes());
                assertThat(raw.position().offset()).isEqualTo(wrapped.length);
            });
            await().until(() -> stream().delivered() == end);
        }
    }

    @Test
    void shouldSayWhatBecomesOfAnUndecidedTransactionWhenItsWorkerLeft() throws Exception {
        listen(SinkDeliveryTest::defaults, (message, done) -> done.done(null));
        try (DiallingSession first = worker("initializer")) {
            try (DiallingSession second = worker("worker2")) {
                second.output(0, "open");
                second.phase1("t9", 0, 4);
                assertThat(second.vote("t9")).isTrue();
            }
            assertThat(connector.status().up()).isTrue();
            first.workersLeft("worker2");
            await().until(() -> !connector.status().up());
            assertThat(connector.status().reasons()).isEqualTo(List.of("fahrenheit/" + DiallingSession.stream("worker2")
                    + ": its worker has left the cluster, and transaction t9 [0, 4) is undecided: its output is kept and"
                    + " not delivered until the worker comes back and decides. If it will not, stop this connector and"
                    + " run 'wallaroo-connectors txn commit' or 'txn abort', as the cluster decided"));
            try (DiallingSession back = DiallingSession.dial(connector.address().port(), "worker2")) {
                assertThat(back.start(4)).containsExactly("t9");
                back.phase2("t9", true);
                awaitBodies("open");
                assertThat(connector.status().up()).isTrue();
            }
        }
    }
}
