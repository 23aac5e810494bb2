package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.metrics.Metric;

/** Workers without resilience, rule K14. */
@Timeout(60)
class PlainSinkTest {

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

    private void listen() throws IOException {
        connector = SessionSink.listen(directory.resolve("unused"), session -> session.withResilience(false), messages);
    }

    private DiallingSession worker(String name) throws IOException {
        DiallingSession worker = DiallingSession.dial(connector.address().port(), name);
        worker.start(0);
        return worker;
    }

    private void awaitBodies(String... bodies) {
        await().untilAsserted(() -> assertThat(messages.bodies()).containsExactly(bodies));
    }

    @Test
    void shouldDeliverAsItArrivesAndNeedNoTransactionLog() throws IOException {
        listen();
        try (DiallingSession worker = worker("initializer")) {
            worker.output(0, "one", "two");
            awaitBodies("one", "two");
        }
        assertThat(messages.messages().get(1).position()).isEqualTo(
                new OutputPosition("fahrenheit", DiallingSession.stream("initializer"), 0, 3, null));
        assertThat(directory.resolve("unused")).doesNotExist();
        assertThat(Files.list(directory)).isEmpty();
    }

    @Test
    void shouldSayThatALostWorkerMustBeRestartedUntilItsOutputComesAgain() throws IOException {
        listen();
        try (DiallingSession worker = worker("initializer")) {
            worker.output(0, "one");
            awaitBodies("one");
        }
        await().untilAsserted(() -> assertThat(connector.status().reasons()).singleElement()
                .asString()
                .contains("Restart the worker"));
        assertThat(connector.status().up()).isTrue();
        try (DiallingSession restarted = worker("initializer")) {
            restarted.output(0, "one");
            awaitBodies("one", "one");
            assertThat(connector.status()).isEqualTo(new SinkHealth(true, java.util.List.of()));
        }
    }

    @Test
    void shouldCommitWhatAResilientWorkerAsksForAndHaveSaidThatItDoesNotFit() throws IOException {
        listen();
        try (DiallingSession worker = worker("initializer")) {
            worker.commit("t1", 0, "one");
            worker.commit("t2", 3, "two");
            awaitBodies("one", "two");
        }
    }

    @Test
    void shouldGoOnWhenAHandlerFailsSinceACutWouldSilenceTheWorker() throws IOException {
        messages.reacting((message, done) -> {
            if (message.body().equals("bad")) {
                throw new IllegalStateException("no");
            }
        });
        listen();
        try (DiallingSession worker = worker("initializer")) {
            worker.output(0, "bad", "good");
            awaitBodies("bad", "good");
            assertThat(connector.metrics().get(Metric.DELIVERY_FAILURES)).isEqualTo(1);
        }
    }

    @Test
    void shouldDecodeTogetherWhatCameTogetherAndRefuseTheOneInItsPlace() throws Exception {
        TextsTogether decoder = new TextsTogether();
        connector = SessionSink.listen(directory.resolve("unused"), session -> session.withResilience(false), decoder,
                messages);
        connector.suspend();
        try (DiallingSession worker = worker("initializer")) {
            worker.output(0, "first");
            await().until(() -> decoder.sizes.size() == 1);
            String[] texts = IntStream.range(0, 500)
                    .mapToObj(i -> i == 250 ? "bad" : "text " + i)
                    .toArray(String[]::new);
            worker.output(5, texts);
            connector.resume();

            await().untilAsserted(() -> assertThat(messages.bodies()).hasSize(500));
            assertThat(messages.bodies().subList(250, 252)).containsExactly("text 249", "text 251");
            assertThat(decoder.sizes).hasSizeLessThan(100);
            assertThat(connector.metrics().get(Metric.UNDECODABLE)).isEqualTo(1);
        }
    }

    @Test
    void shouldHoldAWorkerWhileSuspendedAndServeTheOthersWhileOneHandlerIsBusy() throws Exception {
        messages.reacting((message, done) -> {
            if (message.body().equals("slow")) {
                go.await();
            }
        });
        listen();
        connector.suspend();
        try (DiallingSession first = worker("initializer"); DiallingSession second = worker("worker2")) {
            first.output(0, "slow");
            assertThat(messages.bodies()).isEmpty();
            connector.resume();
            awaitBodies("slow");
            second.output(0, "quick");
            awaitBodies("slow", "quick");
        }
    }
}
