package io.github.camelwallaroo.worker;

import static io.github.camelwallaroo.worker.RawConnector.hello;
import static io.github.camelwallaroo.worker.RawConnector.message;
import static io.github.camelwallaroo.worker.RawConnector.notification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.RawConnector.End;

@Timeout(120)
class FaultsTest {

    private static final String WORDS = "words";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final TransactionalMemorySink<String> counts = TransactionalMemorySink.named("counts");

    @TempDir
    private Path folder;

    /** How often a word came. */
    public static final class Count {
        private long times;

        public long getTimes() {
            return times;
        }

        public void setTimes(long count) {
            times = count;
        }
    }

    private Application counting() {
        return Application.named("word count")
                .source("count words",
                        SourceConnectorConfig.named(WORDS).protocol(Protocol.V1).format("text").credits(10, 8),
                        String.class)
                .keyBy(word -> word)
                .toState("count", KeyedState.from(Count::new), (word, count) -> word + ++count.times)
                .toSink(counts)
                .build();
    }

    /** One whose checkpoints are taken when a test says so. */
    private static WorkerOptions manual() {
        return WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofHours(1));
    }

    private EmbeddedWorker worker() throws IOException {
        return EmbeddedWorker.start(counting(), manual());
    }

    private static RawConnector greeted(EmbeddedWorker worker) throws IOException {
        return RawConnector.greeted(worker.sourcePort(WORDS));
    }

    /** Sends words, and waits until they are processed. */
    private void feed(EmbeddedWorker worker, RawConnector connector, int firstId, String... words) throws IOException {
        int before = counts.waiting();
        for (int i = 0; i < words.length; i++) {
            connector.send(message("a", firstId + i, words[i]));
        }
        Awaitility.await().until(() -> counts.waiting() == before + words.length);
        assertThat(worker.failureCount()).isZero();
    }

    /** One that has said HELLO and waits for the worker to recover. */
    private static RawConnector held(EmbeddedWorker worker) throws IOException {
        long before = worker.metrics(WORDS).get(Metric.RECEIVED_BYTES);
        RawConnector connector = RawConnector.dial(worker.sourcePort(WORDS)).send(hello(""));
        Awaitility.await()
                .until(() -> worker.metrics(WORDS).get(Metric.RECEIVED_BYTES) > before && worker.isQuiet());
        return connector;
    }

    private static void assertSilent(RawConnector connector) throws IOException {
        connector.socket().setSoTimeout(50);
        assertThatThrownBy(connector::next).isInstanceOf(SocketTimeoutException.class);
        connector.socket().setSoTimeout(60_000);
    }

    @Test
    void shouldSayNothingWhileItHangsAndGoOnAfterwards() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            connector.open("a");
            worker.faults().hang();
            connector.send(message("a", 1, "x"));
            assertThat(worker.faults().checkpoint()).isTrue();
            assertSilent(connector);
            try (RawConnector other = RawConnector.dial(worker.sourcePort(WORDS)).send(hello(""))) {
                assertSilent(other);
                worker.faults().resume();

                assertThat(other.next()).isEqualTo(new Ok(10));
                Awaitility.await().until(() -> counts.waiting() == 1);
            }
        }
    }

    @Test
    void shouldStopInTimeAlthoughItHangs() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            worker.faults().hang();
            connector.send(notification("a"));
            worker.kill();

            assertThat(connector.awaitEnd()).isNotNull();
            assertThat(worker.awaitStopped(SOON)).isTrue();
        }
    }

    @Test
    void shouldGrantNothingWhileItStarves() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            worker.faults().starve();
            connector.open("a");
            connector.send(message("a", 1, "x"), message("a", 2, "x"), message("a", 3, "x"));
            Awaitility.await().until(() -> counts.waiting() == 3);
            worker.faults().checkpoint();
            assertThat(connector.next()).isEqualTo(new Ack(0,
                    List.of(new Ack.Position(StreamId.of("a"), PointOfReference.of(3)))));
            try (RawConnector late = RawConnector.dial(worker.sourcePort(WORDS)).send(hello(""))) {
                assertThat(late.next()).isEqualTo(new Ok(0));
                worker.faults().feed();

                assertThat(late.next()).isEqualTo(new Ack(10, List.of()));
                assertThat(connector.next()).isEqualTo(new Ack(4, List.of()));
            }
        }
    }

    @Test
    void shouldRefuseSoManyNotifies() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            worker.faults().refuseNotify(2);
            for (int i = 0; i < 2; i++) {
                connector.send(notification("a", PointOfReference.of(4)));
                assertThat(connector.next(NotifyAck.class))
                        .isEqualTo(new NotifyAck(false, StreamId.of("a"), PointOfReference.of(4)));
            }

            assertThat(connector.open("a")).isEqualTo(PointOfReference.NONE);
            assertThatIllegalArgumentException().isThrownBy(() -> worker.faults().refuseNotify(-1))
                    .withMessageContaining("refuseNotify is -1");
        }
    }

    @Test
    void shouldSendConnectorsElsewhere() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(), manual().withWorkers(2));
                RawConnector first = RawConnector.greeted(worker.sourcePort(WORDS, 0));
                RawConnector second = RawConnector.greeted(worker.sourcePort(WORDS, 1))) {
            second.open("a");
            worker.faults().onWorker(1).restartElsewhere("127.0.0.1:" + worker.sourcePort(WORDS, 0));

            assertThat(second.next(Restart.class).address()).isEqualTo("127.0.0.1:" + worker.sourcePort(WORDS, 0));
            assertThat(second.awaitEnd()).isEqualTo(End.END);
            first.openWhenFree("a");
        }
    }

    @Test
    void shouldResetEveryConnectionWhenCut() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            worker.faults().source(WORDS).cut();

            assertThat(connector.awaitEnd()).isEqualTo(End.RESET);
            greeted(worker).close();
        }
    }

    @Test
    void shouldEndInTheMiddleOfAFrame() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            worker.faults().cutMidFrame();
            connector.send(notification("a"));

            byte[] half = connector.socket().getInputStream().readAllBytes();
            assertThat(half).hasSize((4 + 1 + 1 + 8 + 8) / 2).startsWith(0, 0, 0, 18, 4);
            try (RawConnector next = greeted(worker)) {
                Awaitility.await().until(() -> worker.status().sources().get(0).served() == 1);
                next.open("a");
            }
        }
    }

    @Test
    void shouldSendAFrameThatDoesNotExist() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            worker.faults().corrupt();
            connector.send(notification("a"), notification("b"));

            assertThat(connector.nextBytes()[4]).isEqualTo((byte) 42);
            assertThat(connector.nextBytes()[4]).as("only one").isNotEqualTo((byte) 42);
        }
    }

    @Test
    void shouldTakeBackWhatNoCheckpointCoversWhenItRollsBack() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            connector.open("a");
            feed(worker, connector, 1, "x", "y");
            worker.faults().checkpoint();
            connector.awaitAcknowledged("a", 2);
            feed(worker, connector, 3, "x", "x");

            assertThat(worker.faults().rollback()).isTrue();
            assertThat(connector.awaitEnd()).isNotNull();
            assertThat(counts.waiting()).isZero();
            try (RawConnector next = greeted(worker)) {
                assertThat(next.open("a")).isEqualTo(PointOfReference.of(2));
                feed(worker, next, 3, "x", "x");
                worker.faults().checkpoint();
                next.awaitAcknowledged("a", 4);
            }
            assertThat(counts.committed()).containsExactly("x1", "y1", "x2", "x3");
        }
    }

    @Test
    void shouldGoBackOneMoreWhenItLosesACheckpoint() throws Exception {
        try (EmbeddedWorker worker = worker(); RawConnector connector = greeted(worker)) {
            connector.open("a");
            feed(worker, connector, 1, "x");
            worker.faults().checkpoint();
            feed(worker, connector, 2, "x");
            worker.faults().checkpoint();
            connector.awaitAcknowledged("a", 2);

            assertThat(worker.faults().loseCheckpoint()).isTrue();
            assertThat(connector.awaitEnd()).isNotNull();
            try (RawConnector next = greeted(worker)) {
                assertThat(next.open("a")).isEqualTo(PointOfReference.of(1));
            }
        }
    }

    @Test
    void shouldLeaveOutCheckpoints() throws Exception {
        WorkerOptions often = WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofMillis(5));
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(), often);
                RawConnector connector = greeted(worker)) {
            worker.faults().dropCheckpoints(Integer.MAX_VALUE);
            worker.faults().checkpoint();
            connector.open("a");
            connector.send(message("a", 1, "x"));
            assertThat(connector.next()).isEqualTo(new Ack(2, List.of()));
            assertSilent(connector);
            worker.faults().dropCheckpoints(0);

            connector.awaitAcknowledged("a", 1);
        }
    }

    @Test
    void shouldAnswerAsToldWhoeverDialsWhileItRecovers() throws Exception {
        try (EmbeddedWorker worker = worker()) {
            worker.faults().holdRecovery();
            for (RecoveryAnswer answer : RecoveryAnswer.values()) {
                try (RawConnector connector = held(worker)) {
                    assertSilent(connector);
                    worker.faults().answerHeld(answer);
                    switch (answer) {
                        case OK -> assertThat(connector.next()).isEqualTo(new Ok(10));
                        case RESTART -> assertThat(connector.next())
                                .isEqualTo(new Restart("127.0.0.1:" + worker.sourcePort(WORDS)));
                        case CLOSE -> assertThatThrownBy(connector::next).isInstanceOf(EOFException.class);
                    }
                }
            }
            try (RawConnector waiting = held(worker)) {
                assertSilent(waiting);
                worker.faults().endRecovery();
                assertThat(waiting.next()).isEqualTo(new Ok(10));
            }
            greeted(worker).close();
        }
    }

    @Test
    void shouldStopAlthoughSomebodyWaitsForItToRecover() throws Exception {
        try (EmbeddedWorker worker = worker()) {
            worker.faults().holdRecovery();
            try (RawConnector waiting = held(worker)) {
                assertSilent(waiting);
                worker.stop(SOON);
                assertThatThrownBy(waiting::next).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void shouldBeGoneAndComeBackOnOneOfSeveralWorkers() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting(), manual().withWorkers(2));
                RawConnector first = RawConnector.greeted(worker.sourcePort(WORDS, 0));
                RawConnector second = RawConnector.greeted(worker.sourcePort(WORDS, 1))) {
            second.open("a");
            feed(worker, second, 1, "x");
            worker.faults().checkpoint();
            worker.faults().onWorker(1).down();

            assertThat(second.awaitEnd()).isNotNull();
            assertThatThrownBy(() -> RawConnector.dial(worker.sourcePort(WORDS, 1)))
                    .isInstanceOf(ConnectException.class);
            assertThat(first.openWhenFree("a")).isEqualTo(PointOfReference.of(1));
            worker.faults().up();
            worker.faults().up();
            RawConnector.greeted(worker.sourcePort(WORDS, 1)).close();
        }
    }

    @Test
    void shouldNotComeBackWhenItHasEnded() throws Exception {
        try (EmbeddedWorker killed = worker()) {
            killed.faults().down();
            killed.kill();
            counts.clear();
            try (EmbeddedWorker next = killed.restart()) {
                killed.faults().up();
                greeted(next).close();
            }
        }
    }

    @Test
    void shouldGoOnFromItsLastCheckpointWhenItWasKilled() throws Exception {
        EmbeddedWorker killed = EmbeddedWorker.start(counting(), manual().withStateDir(folder));
        try (RawConnector connector = greeted(killed)) {
            connector.open("a");
            feed(killed, connector, 1, "x", "x");
            killed.faults().checkpoint();
            feed(killed, connector, 3, "x");
            killed.faults().kill();
            assertThat(connector.awaitEnd()).isNotNull();
        }
        try (EmbeddedWorker worker = killed.restart(); RawConnector connector = greeted(worker)) {
            assertThat(connector.open("a")).isEqualTo(PointOfReference.of(2));
            feed(worker, connector, 3, "x");
            worker.faults().checkpoint();
            connector.awaitAcknowledged("a", 3);

            assertThat(counts.committed()).containsExactly("x1", "x2", "x3");
            assertThat(worker.status().sources().get(0).streams()).singleElement()
                    .satisfies(stream -> assertThat(stream.name()).isEqualTo("a"));
        }
    }

    @Test
    void shouldSayWhatIsMissingWhenThereAreNoCheckpoints() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(counting())) {
            assertThatIllegalStateException().isThrownBy(() -> worker.faults().rollback())
                    .withMessageContaining("withResilience");
            assertThatIllegalArgumentException().isThrownBy(() -> worker.faults().source("word"))
                    .withMessageContaining("expected one of [words]");
            assertThatIllegalArgumentException().isThrownBy(() -> worker.faults().onWorker(1))
                    .withMessageContaining("expected 0 to 0");
        }
    }
}
