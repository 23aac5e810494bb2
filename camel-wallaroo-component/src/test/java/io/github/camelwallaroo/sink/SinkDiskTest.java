package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.testservices.faults.DiskHook;
import io.github.camelwallaroo.testservices.faults.DiskOperation;
import io.github.camelwallaroo.testservices.faults.HookedDisk;

/** A sink whose disk is full, fails, or was tampered with. */
@Timeout(60)
class SinkDiskTest {

    @TempDir
    private Path directory;

    private final CollectedMessages messages = new CollectedMessages();
    private final FailingDisk disk = new FailingDisk();
    private SinkConnector connector;

    @AfterEach
    void end() {
        if (connector != null) {
            SessionSink.end(connector);
        }
    }

    /** A disk that takes nothing while it is full. */
    private static final class FailingDisk implements DiskHook {

        private volatile boolean full;
        private volatile boolean oneWriteFails;
        private volatile String only = "";
        private final AtomicInteger failures = new AtomicInteger();

        @Override
        public void before(DiskOperation operation) throws IOException {
            if (oneWriteFails && operation.kind() == DiskOperation.Kind.WRITE && operation.file().endsWith(".log")) {
                oneWriteFails = false;
                throw new IOException("No space left on device");
            }
            if (full && operation.kind() != DiskOperation.Kind.DELETE && operation.file().endsWith(only)) {
                failures.incrementAndGet();
                throw new IOException("No space left on device");
            }
        }
    }

    private DiallingSession dial(String worker) throws IOException {
        return DiallingSession.dial(connector.address().port(), worker);
    }

    private DiallingSession worker(String name) throws IOException {
        DiallingSession worker = dial(name);
        worker.start(0);
        worker.commit("first", 0);
        return worker;
    }

    private void awaitBodies(String... bodies) {
        await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly(bodies));
    }

    @Test
    void shouldAbortOnceAndThenTurnTheWorkerAwayUntilThereIsRoomAgain() throws IOException {
        connector = SessionSink.listen(HookedDisk.of(directory, disk), messages);
        try (DiallingSession worker = worker("initializer")) {
            long end = worker.commit("t1", 0, "one");
            awaitBodies("one");
            worker.output(end, "two");
            disk.full = true;
            worker.phase1("t2", 3, 6);
            assertThat(worker.vote("t2")).isFalse();
        }
        for (int i = 0; i < 3; i++) {
            try (DiallingSession again = dial("initializer")) {
                again.introduce(3, "");
                again.receive();
                again.awaitClose();
            }
            assertThat(connector.status().up()).isFalse();
            assertThat(connector.status().reasons().toString()).contains("No space left on device")
                    .contains("Make room on the disk");
        }
        assertThat(connector.metrics().get(Metric.ABORT_VOTES)).as("no storm of rollbacks").isEqualTo(1);

        disk.full = false;
        try (DiallingSession again = dial("initializer")) {
            again.start(3);
            again.commit("t3", 3, "two");
            awaitBodies("one", "two");
            assertThat(connector.streams().get(0).mismatch()).isEmpty();
        }
    }

    @Test
    void shouldKeepAnUndecidedTransactionWhenItsDecisionCannotBeLogged() throws IOException {
        connector = SessionSink.listen(HookedDisk.of(directory, disk), messages);
        try (DiallingSession worker = worker("initializer")) {
            worker.output(0, "one");
            worker.phase1("t1", 0, 3);
            assertThat(worker.vote("t1")).isTrue();
            disk.full = true;
            worker.phase2("t1", true);
            worker.awaitClose();
        }
        assertThat(messages.bodies()).isEmpty();
        disk.full = false;
        try (DiallingSession again = dial("initializer")) {
            assertThat(again.start(0)).containsExactly("t1");
            again.phase2("t1", true);
            awaitBodies("one");
        }
    }

    @Test
    void shouldVoteOutOfTheReserveAndReadNoFurtherUntilItIsThereAgain() throws IOException {
        connector = SessionSink.listen(HookedDisk.of(directory, disk), messages);
        try (DiallingSession worker = worker("initializer")) {
            long end = worker.commit("t1", 0, "one");
            awaitBodies("one");
            disk.only = SpaceReserve.FILE;
            disk.full = true;
            disk.oneWriteFails = true;
            end = worker.commit("t2", end, "two");
            awaitBodies("one", "two");
            await().until(() -> connector.metrics().get(Metric.PAUSED_WORKERS) == 1);
            assertThat(connector.status().reasons().toString()).contains("as good as full");
            long next = worker.output(end, "three");
            worker.phase1("t3", end, next);
            assertThat(worker.isSilent(100)).isTrue();

            disk.full = false;
            assertThat(worker.vote("t3")).isTrue();
            worker.phase2("t3", true);
            awaitBodies("one", "two", "three");
            assertThat(connector.status().up()).isTrue();
        }
    }

    @Test
    void shouldDeliverNoFurtherThanItCanLogAndGoOnByItself() throws IOException {
        connector = SessionSink.listen(HookedDisk.of(directory, disk),
                session -> session.withDeliveredFlush(1, Duration.ofHours(1)), messages);
        try (DiallingSession worker = worker("initializer")) {
            disk.only = DeliveredFile.NAME;
            disk.full = true;
            worker.commit("t1", 0, "one", "two");
            await().until(() -> disk.failures.get() >= 1);
            await().until(() -> !connector.status().up());
            assertThat(messages.bodies()).containsExactly("one");
            assertThat(connector.status().reasons().toString()).contains("goes on by itself");

            disk.full = false;
            awaitBodies("one", "two");
            await().until(() -> connector.status().up());
        }
    }

    @Test
    void shouldKeepOneWorkerOutWhoseLogIsDamagedAndServeTheOthers() throws IOException {
        connector = SessionSink.listen(directory, messages);
        try (DiallingSession worker = worker("initializer"); DiallingSession other = worker("worker2")) {
            worker.commit("t1", 0, "one");
            other.commit("t1", 0, "two");
            await().until(() -> connector.metrics().get(Metric.DELIVERED) == 2);
        }
        connector.close();
        Path segment = segment("initializer");
        long place = Files.size(segment) / 2;
        try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("damage".getBytes()), place);
        }
        connector = SessionSink.listen(directory, messages);

        assertThat(connector.status().up()).isFalse();
        assertThat(connector.status().reasons()).singleElement()
                .asString()
                .contains(segment.toString())
                .containsPattern("is damaged at byte \\d+")
                .contains("wallaroo-connectors txn reset");
        try (DiallingSession worker = dial("initializer"); DiallingSession other = dial("worker2")) {
            worker.introduce(3, "").receive();
            worker.awaitClose();
            other.start(3);
            other.commit("t2", 3, "three");
            await().untilAsserted(() -> assertThat(messages.bodies()).contains("three"));
        }
    }

    private Path segment(String worker) throws IOException {
        Path log = directory
                .resolve(new StreamIdentity(SessionSink.NAME, DiallingSession.stream(worker)).directoryName());
        try (Stream<Path> files = Files.list(log)) {
            return files.filter(file -> file.toString().endsWith(".log")).max(Path::compareTo).orElseThrow();
        }
    }

    @Test
    void shouldSayWhoseLogItIsWhenTheConnectorWasRenamed() throws IOException {
        connector = SessionSink.listen(directory, messages);
        worker("initializer").close();
        connector.close();
        SinkOptions renamed = SinkOptions
                .of("renamed", new io.github.camelwallaroo.transport.HostPort("127.0.0.1", 0), Protocol.V1)
                .withSession(SessionSink.session(directory));
        connector = SessionSink.listen(renamed, messages);

        assertThat(connector.status().up()).isFalse();
        assertThat(connector.status().reasons()).singleElement()
                .asString()
                .contains("belongs to fahrenheit/")
                .contains("this is sink connector renamed");
    }

    @Test
    void shouldSayWhereItCannotHaveItsLog() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> SessionSink.listen(file, messages)).isInstanceOf(IOException.class)
                .hasMessageContaining("sink connector fahrenheit cannot have its transaction log in " + file)
                .hasMessageContaining("transactionLog=");
    }

    @Test
    void shouldRememberAMismatchAndSayWhatHelps() throws IOException {
        connector = SessionSink.listen(directory, messages);
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "one");
            awaitBodies("one");
        }
        try (DiallingSession wiped = dial("initializer")) {
            wiped.start(1);
            wiped.output(0, "x");
            wiped.awaitClose();
        }
        for (int i = 0; i < 2; i++) {
            assertThat(connector.status().up()).isFalse();
            assertThat(connector.status().reasons()).singleElement()
                    .asString()
                    .contains("goes on at byte 0")
                    .contains("up to byte 3")
                    .contains("txn adopt");
            assertThat(connector.streams().get(0).mismatch()).isPresent();
            connector.close();
            connector = SessionSink.listen(directory, messages);
        }
        assertThat(messages.bodies()).containsExactly("one");
    }
}
