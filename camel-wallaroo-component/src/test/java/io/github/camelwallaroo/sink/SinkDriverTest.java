package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.metrics.Metric;

/** The way of output from a worker's socket through the transaction log to a handler. */
@Timeout(60)
class SinkDriverTest {

    @TempDir
    private Path directory;

    private final CollectedMessages messages = new CollectedMessages();
    private SinkConnector connector;

    @AfterEach
    void end() {
        if (connector != null) {
            connector.close();
        }
    }

    private DiallingSession dial() throws IOException {
        return dial("initializer");
    }

    private DiallingSession dial(String worker) throws IOException {
        return DiallingSession.dial(connector.address().port(), worker);
    }

    private void awaitBodies(String... bodies) {
        await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly(bodies));
    }

    @Test
    void shouldDeliverWhatIsCommittedAndNothingElse() throws IOException {
        connector = SessionSink.listen(directory, messages);
        try (DiallingSession worker = dial()) {
            assertThat(worker.start(0)).isEmpty();
            worker.phase1("t0", 0, 0);
            assertThat(worker.vote("t0")).isTrue();
            worker.phase2("t0", true);
            long end = worker.commit("t1", 0, "one", "two");
            worker.output(end, "never committed");
            awaitBodies("one", "two");
        }
        OutputPosition second = messages.messages().get(1).position();
        assertThat(second).isEqualTo(
                new OutputPosition("fahrenheit", DiallingSession.stream("initializer"), second.epoch(), 3, "t1"));
        assertThat(second.epoch()).isEqualTo(messages.messages().get(0).position().epoch()).isPositive();
        assertThat(second.messageId()).isEqualTo("fahrenheit/" + DiallingSession.stream("initializer") + "/"
                + second.epoch() + "/3");
        assertThat(connector.metrics().get(Metric.COMMIT_VOTES)).isEqualTo(2);
        await().until(() -> connector.metrics().get(Metric.COMMITTED_TRANSACTIONS) == 1);
        await().until(() -> connector.metrics().get(Metric.DELIVERED) == 2);
        assertThat(connector.status()).isEqualTo(new SinkHealth(true, List.of()));
    }

    @Test
    void shouldKeepOutputOfAFreshWorkerThatComesBeforeItsFirstCheckpoint() throws IOException {
        connector = SessionSink.listen(directory, messages);
        try (DiallingSession worker = dial()) {
            worker.start(0);
            worker.commit("t1", 0, "early");
            awaitBodies("early");
        }
    }

    @Test
    void shouldNameTheTransactionOfEveryMessageWhenManyWait() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        connector = SessionSink.listen(directory, messages.reacting((message, done) -> {
            go.await();
            done.done(null);
        }));
        try (DiallingSession worker = dial()) {
            worker.start(0);
            worker.phase1("t-1", 0, 0);
            worker.vote("t-1");
            worker.phase2("t-1", true);
            long end = 0;
            for (int i = 0; i < 20; i++) {
                end = worker.commit("t" + i, end, "a" + i, "b" + i);
            }
            go.countDown();
            await().until(() -> messages.bodies().size() == 40);
        }
        messages.each(message -> assertThat(message.position().transactionId())
                .isEqualTo("t" + message.body().toString().substring(1)));
    }

    @Test
    void shouldDeliverAfterARestartWhatWasNotDelivered() throws Exception {
        connector = SessionSink.listen(directory, messages.reacting((message, done) -> {
            if (!message.body().equals("two")) {
                done.done(null);
            }
        }));
        try (DiallingSession worker = dial()) {
            worker.start(0);
            worker.commit("t1", 0);
            worker.commit("t2", 0, "one", "two", "three");
            awaitBodies("one", "two", "three");
        }
        connector.close(Duration.ofMillis(200));
        CollectedMessages second = new CollectedMessages();
        connector = SessionSink.listen(directory, second);

        await().untilAsserted(() -> assertThat(second.bodies()).containsExactly("two", "three"));
        connector.close();
        CollectedMessages third = new CollectedMessages();
        connector = SessionSink.listen(directory, third);
        try (DiallingSession worker = dial()) {
            assertThat(worker.start(11)).isEmpty();
            worker.commit("t3", 11, "four");
            await().untilAsserted(() -> assertThat(third.bodies()).containsExactly("four"));
        }
    }

    @Test
    void shouldListAnUndecidedTransactionToTheWorkerThatComesBack() throws IOException {
        connector = SessionSink.listen(directory, messages);
        try (DiallingSession worker = dial()) {
            worker.start(0);
            worker.commit("t1", 0);
            long end = worker.commit("t2", 0, "one");
            worker.output(end, "two");
            worker.phase1("t3", 3, 6);
            assertThat(worker.vote("t3")).isTrue();
        }
        try (DiallingSession worker = dial()) {
            assertThat(worker.start(3)).containsExactly("t3");
        }
        connector.close();
        connector = SessionSink.listen(directory, messages);
        assertThat(connector.streams()).singleElement()
                .satisfies(stream -> assertThat(stream.undecided()).contains("t3 [3, 6)"));
        try (DiallingSession worker = dial()) {
            assertThat(worker.start(3)).containsExactly("t3");
            worker.phase2("t3", true);
            worker.commit("t4", 6, "three");
            awaitBodies("one", "two", "three");
        }
    }

    @Test
    void shouldRefuseASecondConnectorOnOneTransactionLog() throws IOException {
        connector = SessionSink.listen(directory, messages);

        assertThatThrownBy(() -> SessionSink.listen(directory, messages)).isInstanceOf(IOException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("in use by another sink");
    }
}
