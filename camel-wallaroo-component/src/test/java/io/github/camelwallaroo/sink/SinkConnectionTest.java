package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.testservices.faults.DiskHook;
import io.github.camelwallaroo.testservices.faults.DiskOperation;
import io.github.camelwallaroo.testservices.faults.HookedDisk;

/** Connections that come, go, and are not what they should be. */
@Timeout(60)
class SinkConnectionTest {

    @TempDir
    private Path directory;

    private final CollectedMessages messages = new CollectedMessages();
    private SinkConnector connector;

    @AfterEach
    void end() {
        if (connector != null) {
            SessionSink.end(connector);
        }
    }

    private DiallingSession dial(String worker) throws IOException {
        return DiallingSession.dial(connector.address().port(), worker);
    }

    /** A worker whose first checkpoint is committed. */
    private DiallingSession worker(String name) throws IOException {
        DiallingSession worker = dial(name);
        worker.start(0);
        worker.commit("first", 0);
        return worker;
    }

    private void awaitBodies(String... bodies) {
        await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly(bodies));
    }

    /** After which step the connection is cut. */
    enum Cut {
        CONNECTED,
        INTRODUCED,
        LISTED,
        SENT,
        ASKED,
        VOTED,
        DECIDED
    }

    @ParameterizedTest
    @EnumSource(Cut.class)
    void shouldDeliverOnceWhenTheConnectionIsCut(Cut cut) throws IOException {
        connector = SessionSink.listen(directory, messages);
        worker("initializer").close();
        try (DiallingSession worker = dial("initializer")) {
            playUntil(cut, worker);
        }
        try (DiallingSession worker = dial("initializer")) {
            long end = 3;
            List<String> undecided = worker.start(0);
            if (cut == Cut.DECIDED) {
                // The decision may lie unread in the connection that is gone.
                undecided.forEach(id -> decide(worker, id));
            } else if (!undecided.isEmpty()) {
                assertThat(undecided).containsExactly("t1");
                worker.phase2("t1", true);
            } else {
                end = worker.commit("t1", 0, "one");
            }
            worker.commit("t2", end, "two");
            awaitBodies("one", "two");
        }
    }

    private static void decide(DiallingSession worker, String id) {
        try {
            worker.phase2(id, true);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void playUntil(Cut cut, DiallingSession worker) throws IOException {
        if (cut.compareTo(Cut.INTRODUCED) >= 0) {
            worker.introduce(0, "");
        }
        if (cut.compareTo(Cut.LISTED) >= 0) {
            worker.receive();
            worker.receive();
            assertThat(DiallingSession.listed(worker.receive())).isEmpty();
        }
        if (cut.compareTo(Cut.SENT) >= 0) {
            worker.output(0, "one");
        }
        if (cut.compareTo(Cut.ASKED) >= 0) {
            worker.phase1("t1", 0, 3);
        }
        if (cut.compareTo(Cut.VOTED) >= 0) {
            assertThat(worker.vote("t1")).isTrue();
        }
        if (cut.compareTo(Cut.DECIDED) >= 0) {
            worker.phase2("t1", true);
        }
    }

    @Test
    void shouldServeANewerConnectionOnlyWhenTheVoteOfTheOlderOneIsForced() throws Exception {
        CountDownLatch forcing = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicReference<CountDownLatch> gate = new AtomicReference<>();
        Path slow = HookedDisk.of(directory, new DiskHook() {

            @Override
            public void before(DiskOperation operation) throws IOException {
                CountDownLatch closed = gate.get();
                if (closed != null && operation.kind() == DiskOperation.Kind.FORCE
                        && operation.file().endsWith(".log")) {
                    forcing.countDown();
                    await(closed);
                }
            }

            private void await(CountDownLatch closed) throws IOException {
                try {
                    closed.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        });
        connector = SessionSink.listen(slow, messages);
        try (DiallingSession older = worker("initializer"); DiallingSession newer = dial("initializer")) {
            long end = older.output(0, "one");
            gate.set(go);
            older.phase1("t1", 0, end);
            forcing.await();
            newer.introduce(0, "");
            newer.receive();
            older.awaitClose();
            assertThat(newer.isSilent(200)).as("the older one's thread is in the stream").isTrue();

            gate.set(null);
            go.countDown();
            newer.receive();
            assertThat(DiallingSession.listed(newer.receive())).containsExactly("t1");
            newer.phase2("t1", true);
            awaitBodies("one");
        }
    }

    @Test
    void shouldCloseOnStrangersWithoutAWordAndWithoutMuchMemory() throws IOException {
        connector = SessionSink.listen(directory, messages);
        try (DiallingSession browser = dial("?")) {
            browser.sendRaw("GET / HTTP/1.1\r\n\r\n".getBytes()).awaitClose();
        }
        try (DiallingSession eager = dial("?")) {
            eager.sendRaw(ConnectorCodec.encode(new Message(StreamId.OUTPUT, 0, 0, Message.NO_KEY, new byte[3])))
                    .awaitClose();
        }
        try (DiallingSession greedy = dial("?")) {
            greedy.sendRaw((byte) 3, (byte) 0, (byte) 0, (byte) 0).awaitClose();
        }
        try (DiallingSession silent = dial("?"); DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "served");
            awaitBodies("served");
            assertThat(connector.workerCount()).isEqualTo(1);
            assertThat(silent.isSilent(50)).isTrue();
        }
        await().until(() -> connector.metrics().get(Metric.PROTOCOL_VIOLATIONS) == 3);
        assertThat(connector.status().up()).isTrue();
    }

    @Test
    void shouldShowAWorkerThatItTurnedAway() throws IOException {
        connector = SessionSink.listen(directory, session -> session.withCookie("Dragons"), messages);
        try (DiallingSession worker = dial("initializer")) {
            worker.introduce(0, "no dragons").awaitClose();
        }
        assertThat(connector.status().up()).isFalse();
        assertThat(connector.status().reasons()).singleElement()
                .asString()
                .contains("worker initializer of Celsius to Fahrenheit has another cookie than this connector")
                .doesNotContain("ragons");
        assertThat(connector.metrics().get(Metric.REFUSED_WORKERS)).isEqualTo(1);
    }

    @Test
    void shouldHoldAConnectionWithAFrameThatIsTooLong() throws IOException {
        connector = SessionSink.listen(
                SessionSink.options(SessionSink.session(directory)).withMaxFrameSize(1_000), messages);
        try (DiallingSession worker = worker("initializer"); DiallingSession other = worker("worker2")) {
            worker.send(new Message(StreamId.OUTPUT, 0, 0, Message.NO_KEY, new byte[2_000]));
            await().until(() -> !connector.status().up());
            assertThat(connector.status().reasons()).singleElement()
                    .asString()
                    .contains("worker initializer of Celsius to Fahrenheit sends a message that is too long")
                    .contains("over maxFrameSize 1000")
                    .contains("left open and not read any more");
            worker.phase1("t1", 0, 2_000);
            assertThat(worker.isSilent(100)).isTrue();
            other.commit("t1", 0, "served");
            awaitBodies("served");
        }
        try (DiallingSession restarted = dial("initializer")) {
            restarted.start(0);
            await().until(() -> connector.status().up());
            restarted.commit("t1", 0, "short");
            awaitBodies("served", "short");
        }
    }

    @Test
    void shouldServeTheLastOfManyConnectionsOfOneWorker() throws IOException {
        connector = SessionSink.listen(directory, messages);
        worker("initializer").close();
        for (int i = 0; i < 20; i++) {
            dial("initializer").introduce(0, "").close();
            try (DiallingSession left = dial("initializer").introduce(0, "")) {
                left.receive();
            }
        }
        try (DiallingSession last = dial("initializer")) {
            await().ignoreExceptions().untilAsserted(() -> assertThat(connector.workerCount()).isZero());
            last.start(0);
            last.commit("t1", 0, "one");
            awaitBodies("one");
            await().untilAsserted(() -> assertThat(connector.workerCount()).isEqualTo(1));
        }
    }
}
