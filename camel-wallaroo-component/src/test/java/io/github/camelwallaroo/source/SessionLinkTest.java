package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.NotSentException;

/** One worker, whose every answer the test gives. */
@Timeout(60)
class SessionLinkTest {

    private static final StreamId DEFAULT_STREAM = StreamId.of("feed/here");

    private FrameByFrameWorker worker = new FrameByFrameWorker();
    private LinkFixture fixture = new LinkFixture(LinkFixture.options(true, worker.address()));

    @AfterEach
    void close() throws Exception {
        fixture.close();
        worker.close();
    }

    /** Begins anew with a worker that nobody has dialled yet. */
    private void restart(int maxMessages, long maxBytes) throws Exception {
        close();
        worker = new FrameByFrameWorker();
        fixture = new LinkFixture(LinkFixture.options(true, worker.address()).withMaxPending(maxMessages, maxBytes));
    }

    @Test
    void shouldGreetOpenSendAndCompleteWhenAcknowledged() throws Exception {
        Result result = fixture.send("hello");
        FrameByFrameWorker.Peer peer = worker.accept();
        Hello hello = peer.expect(Hello.class);
        assertThat(hello).isEqualTo(new Hello("0.0.1", "Dragons Love Tacos", "camel-wallaroo", "here"));
        peer.send(new Ok(10));
        assertThat(peer.open(PointOfReference.NONE)).isEqualTo(
                new Notify(DEFAULT_STREAM, "feed/here", PointOfReference.NONE));
        Message message = peer.expect(Message.class);
        assertThat(message.messageId()).isEqualTo(1);
        assertThat(FrameByFrameWorker.Peer.text(message)).isEqualTo("hello");
        assertThat(result.isDone()).isFalse();
        assertThat(fixture.metrics.get(Metric.PENDING)).isEqualTo(1);

        peer.acknowledge(1, DEFAULT_STREAM, 1);

        assertThat(result.await()).isNull();
        await().untilAsserted(() -> assertThat(fixture.metrics.get(Metric.ACKNOWLEDGED)).isEqualTo(1));
        // Counted by who wrote it, which may be after the worker had it.
        await().untilAsserted(() -> assertThat(fixture.metrics.get(Metric.SENT)).isEqualTo(1));
        assertThat(fixture.metrics.get(Metric.PENDING)).isZero();
        assertThat(fixture.link.health()).isEqualTo(new SourceHealth(true,
                "connected to " + worker.address() + "; 0 messages wait for being safe"));
    }

    @Test
    void shouldSendAgainInOrderWhatWasNotAcknowledgedWhenTheConnectionEnds() throws Exception {
        List<Result> results = new ArrayList<>();
        for (int i = 1; i <= 4; i++) {
            results.add(fixture.send("message " + i));
        }
        FrameByFrameWorker.Peer first = worker.acceptAndGreet(10);
        first.open(PointOfReference.NONE);
        assertThat(first.expectText()).isEqualTo("message 1");
        assertThat(first.expectText()).isEqualTo("message 2");
        first.acknowledge(0, DEFAULT_STREAM, 1);
        assertThat(results.get(0).await()).isNull();
        first.reset();

        FrameByFrameWorker.Peer second = worker.acceptAndGreet(10);
        assertThat(second.open(PointOfReference.of(1)).pointOfReference()).isEqualTo(PointOfReference.of(1));
        for (int i = 2; i <= 4; i++) {
            Message message = second.expect(Message.class);
            assertThat(message.messageId()).isEqualTo(i);
            assertThat(FrameByFrameWorker.Peer.text(message)).isEqualTo("message " + i);
        }
        second.acknowledge(0, DEFAULT_STREAM, 4);
        for (Result result : results) {
            assertThat(result.await()).isNull();
        }
        assertThat(fixture.metrics.get(Metric.REPLAYED)).isBetween(1L, 3L);
        assertThat(fixture.metrics.get(Metric.IN_DOUBT)).isZero();
    }

    @Test
    void shouldNotSendWithoutCreditsAndGoOnWhenTheyCome() throws Exception {
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(2);
        fixture.send("1");
        fixture.send("2");
        fixture.send("3");
        peer.open(PointOfReference.NONE);
        assertThat(peer.expectText()).isEqualTo("1");
        assertThat(fixture.metrics.get(Metric.CREDITS)).isZero();
        assertThat(fixture.link.streams().isWritable(null, 1)).isFalse();

        peer.send(new Ack(1, List.of()));
        assertThat(peer.expectText()).isEqualTo("2");
        peer.send(new Ack(0, List.of()));
        peer.send(new Ack(2, List.of()));
        assertThat(peer.expectText()).isEqualTo("3");
        await().until(() -> fixture.link.streams().isWritable(null, 1));
    }

    @Test
    void shouldHoldTheCallerWhenTheBufferIsFullAndLetHimGoWhenSomethingIsSafe() throws Exception {
        restart(2, 1 << 20);
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(100);
        fixture.send("1");
        fixture.send("2");
        Thread held = new Thread(() -> {
            try {
                fixture.send("3");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        held.start();
        await().until(() -> held.getState() == Thread.State.TIMED_WAITING);
        assertThat(fixture.metrics.get(Metric.PENDING)).isEqualTo(2);
        peer.open(PointOfReference.NONE);
        peer.expectText();
        peer.expectText();

        peer.acknowledge(0, DEFAULT_STREAM, 1);

        assertThat(peer.expectText()).isEqualTo("3");
        held.join();
    }

    @Test
    void shouldHoldAndSendAgainWhatCompletedWhenAccepted() throws Exception {
        close();
        worker = new FrameByFrameWorker();
        SourceOptions options = LinkFixture.options(true, worker.address());
        fixture = new LinkFixture(options.withSession(options.session().withCompletion(CompletionMode.ACCEPTED)));
        LinkFixture.Listener listener = new LinkFixture.Listener(true);
        fixture.link.streams().open("orders", listener);
        Result unused = new Result();

        assertThat(fixture.write("orders", 1, "1", unused)).isTrue();
        assertThat(fixture.write("orders", 1, "1", unused)).isTrue();
        FrameByFrameWorker.Peer first = worker.acceptAndGreet(100);
        first.open(PointOfReference.NONE);
        assertThat(first.expectText()).isEqualTo("1");
        assertThat(fixture.write("orders", 2, "2", unused)).isTrue();
        assertThat(first.expectText()).isEqualTo("2");
        first.acknowledge(0, StreamId.of("orders"), 1);
        await().untilAsserted(() -> assertThat(listener.heard).contains("acknowledged 1"));
        first.close();

        FrameByFrameWorker.Peer second = worker.acceptAndGreet(100);
        second.open(PointOfReference.of(1));
        assertThat(second.expectText()).isEqualTo("2");
        assertThat(unused.isDone()).isFalse();
    }

    @Test
    void shouldTellHowManyMessagesItsBufferHasRoomFor() throws Exception {
        restart(4, 1 << 20);
        fixture.send("1");
        fixture.send("2");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(100);
        peer.open(PointOfReference.NONE);
        peer.expectText();
        peer.expectText();

        assertThat(fixture.link.streams().isWritable(null, 2)).isTrue();
        assertThat(fixture.link.streams().isWritable(null, 3)).isFalse();

        peer.acknowledge(0, DEFAULT_STREAM, 2);

        await().untilAsserted(() -> assertThat(fixture.link.streams().isWritable(null, 500)).isTrue());
    }

    @Test
    void shouldBlockByBytesButTakeALargeMessageAlone() throws Exception {
        restart(100, 10);
        fixture.send("a message of more than ten bytes");
        Result leaving = new Result();
        leaving.leave();

        assertThatThrownBy(() -> fixture.write(null, SourceMessage.AUTOMATIC, "b", leaving))
                .isInstanceOf(NotSentException.class)
                .hasMessageContaining("stops");
    }

    @Test
    void shouldDialTheGivenPortAtTheDialledHostWhenToldToRestart() throws Exception {
        try (FrameByFrameWorker other = new FrameByFrameWorker()) {
            Result result = fixture.send("hello");
            FrameByFrameWorker.Peer peer = worker.accept();
            peer.expect(Hello.class);
            peer.send(new Restart("0.0.0.0:" + other.address().port()));
            peer.awaitEnd();

            FrameByFrameWorker.Peer next = other.acceptAndGreet(10);
            next.open(PointOfReference.NONE);
            assertThat(next.expectText()).isEqualTo("hello");
            next.acknowledge(0, DEFAULT_STREAM, 1);
            assertThat(result.await()).isNull();
            assertThat(fixture.link.streams().status()).extracting(StreamStatus::worker)
                    .containsExactly(other.address().toString());
        }
        // That one is gone: back to the one that was configured.
        FrameByFrameWorker.Peer back = worker.acceptAndGreet(10);
        back.open(PointOfReference.of(1));
    }

    @Test
    void shouldDialTheSameAddressWhenToldToRestartWithoutOne() throws Exception {
        for (byte[] restart : List.of(new byte[]{0, 0, 0, 1, 7}, new byte[]{0, 0, 0, 5, 7, 0, 0, 0, 0})) {
            FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
            peer.send(restart);
            peer.awaitEnd();
        }
        worker.acceptAndGreet(10);
        await().until(() -> fixture.link.health().up());
    }

    @Test
    void shouldSayWhatToDoAndKeepTryingSlowlyWhenTheCookieIsWrong() throws Exception {
        fixture.send("hello");
        for (int i = 0; i < 2; i++) {
            FrameByFrameWorker.Peer peer = worker.accept();
            peer.expect(Hello.class);
            peer.send(new ProtocolError("Bad cookie: expected 'open sesame', got 'Dragons Love Tacos'"));
            peer.awaitEnd();
        }
        SourceHealth health = fixture.link.health();
        assertThat(health.up()).isFalse();
        assertThat(health.text()).contains("refuses the cookie")
                .contains("Set the option cookie")
                .doesNotContain("sesame")
                .doesNotContain("Tacos");
        assertThat(fixture.link.status().text()).doesNotContain("sesame").doesNotContain("Tacos");
        assertThat(fixture.metrics.get(Metric.REJECTED_SESSIONS)).as("the same again is no news").isEqualTo(1);

        worker.acceptAndGreet(10).open(PointOfReference.NONE);
        await().until(() -> fixture.link.health().up());
    }

    @Test
    void shouldAnswerWithAnErrorAndComeBackWhenTheWorkerTalksGarbage() throws Exception {
        Result result = fixture.send("hello");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.open(PointOfReference.NONE);
        peer.expectText();
        peer.send(new byte[]{0, 0, 0, 2, 99, 1});
        assertThat(peer.expect(ProtocolError.class).reason()).contains("unknown type 99");
        peer.awaitEnd();
        assertThat(fixture.metrics.get(Metric.PROTOCOL_VIOLATIONS)).isEqualTo(1);

        FrameByFrameWorker.Peer next = worker.acceptAndGreet(10);
        next.open(PointOfReference.NONE);
        assertThat(next.expectText()).isEqualTo("hello");
        next.acknowledge(0, DEFAULT_STREAM, 1);
        assertThat(result.await()).isNull();
    }

    @Test
    void shouldAskAgainWhenAStreamIsRefused() throws Exception {
        fixture.send("hello");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.refuse();
        peer.open(PointOfReference.NONE);
        assertThat(peer.expectText()).isEqualTo("hello");
        await().untilAsserted(() -> assertThat(fixture.metrics.get(Metric.REFUSED_STREAMS)).isEqualTo(1));
    }

    @Test
    void shouldWaitForALateOkWithoutDroppingAnything() throws Exception {
        Result result = fixture.send("hello");
        FrameByFrameWorker.Peer peer = worker.accept();
        peer.expect(Hello.class);
        assertThat(fixture.link.awaitConnected(Duration.ofMillis(300))).as("silence is no error").isFalse();
        assertThat(fixture.link.health().up()).isFalse();
        assertThat(fixture.link.health().text()).contains("has not said OK yet");

        peer.send(new Ok(10));
        peer.open(PointOfReference.NONE);
        peer.expectText();
        peer.acknowledge(0, DEFAULT_STREAM, 1);
        assertThat(result.await()).isNull();
        assertThat(fixture.link.awaitConnected(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void shouldTellTheListenerInOrderAndEndTheStream() throws Exception {
        LinkFixture.Listener listener = new LinkFixture.Listener(false);
        fixture.link.streams().open("orders", listener);
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        StreamId orders = peer.open(PointOfReference.of(7)).streamId();
        await().until(() -> listener.heard.contains("opened 7"));
        Result known = fixture.send("orders", 7, "known");
        assertThat(known.isDone()).as("the worker has it").isTrue();
        fixture.send("orders", 8, "eight");
        fixture.send("orders", 12, "twelve");
        fixture.link.streams().end("orders");
        assertThatThrownBy(() -> fixture.send("orders", 13, "late")).isInstanceOf(StreamException.class);
        assertThat(peer.expect(Message.class).messageId()).isEqualTo(8);
        peer.acknowledge(0, orders, 8);
        await().until(() -> listener.heard.contains("acknowledged 8"));
        assertThat(peer.expect(Message.class).messageId()).isEqualTo(12);
        peer.endStream(12);

        await().untilAsserted(
                () -> assertThat(listener.heard).containsExactly("acknowledged 7", "opened 7", "acknowledged 8",
                        "acknowledged 12", "ended 12"));
        assertThat(fixture.link.streams().status()).isEmpty();
        assertThat(fixture.metrics.get(Metric.COVERED)).isEqualTo(1);

        fixture.link.streams().open("orders", listener);
        assertThat(peer.open(PointOfReference.of(12)).streamName()).isEqualTo("orders");
    }

    @Test
    void shouldStopInOrderWhenTheWorkerDoesNotSayThatItNotedTheEnd() throws Exception {
        fixture.send("one");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        StreamId stream = peer.open(PointOfReference.NONE).streamId();
        peer.expectText();
        peer.acknowledge(0, DEFAULT_STREAM, 1);
        Thread stopping = new Thread(() -> fixture.link.stop(Duration.ofHours(1)));
        stopping.start();

        assertThat(peer.expect(EndOfStream.class).streamId()).isEqualTo(stream);
        peer.awaitEnd();
        await().until(() -> !stopping.isAlive());
    }

    @Test
    void shouldLetTheSourceGoBackWhenTheWorkerLostWhatItHadAcknowledged() throws Exception {
        LinkFixture.Listener listener = new LinkFixture.Listener(true);
        fixture.link.streams().open("orders", listener);
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        StreamId orders = peer.open(PointOfReference.NONE).streamId();
        fixture.send("orders", 1, "one");
        fixture.send("orders", 2, "two");
        peer.expectText();
        peer.expectText();
        peer.acknowledge(0, orders, 2);
        Result third = fixture.send("orders", 3, "three");
        peer.expectText();
        peer.close();

        FrameByFrameWorker.Peer fallen = worker.acceptAndGreet(10);
        fallen.open(PointOfReference.of(1));
        await().until(() -> listener.heard.contains("rewind 1"));
        assertThat(third.await()).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.retryable()).isTrue());
        await().untilAsserted(() -> assertThatThrownBy(() -> fixture.send("orders", 3, "three"))
                .isInstanceOf(StreamException.class));
        fixture.link.streams().rewound("orders");
        fixture.send("orders", 2, "two");
        fixture.send("orders", 3, "three");
        assertThat(fallen.expectText()).isEqualTo("two");
        assertThat(fallen.expectText()).isEqualTo("three");
        assertThat(fixture.metrics.get(Metric.GAPS)).isZero();
    }

    @Test
    void shouldReportTheGapWhenTheSourceCannotGoBack() throws Exception {
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        fixture.send("one");
        peer.open(PointOfReference.NONE);
        peer.expectText();
        peer.acknowledge(0, DEFAULT_STREAM, 1);
        await().until(() -> fixture.metrics.get(Metric.ACKNOWLEDGED) == 1);
        peer.close();

        FrameByFrameWorker.Peer fallen = worker.acceptAndGreet(10);
        fallen.open(PointOfReference.NONE);
        await().until(() -> fixture.metrics.get(Metric.GAPS) == 1);
        fixture.send("two");
        assertThat(fallen.expectText()).isEqualTo("two");
    }

    @Test
    void shouldStopTheStreamWhenItsSourceFailsToRewind() throws Exception {
        fixture.link.streams().open("orders", new LinkFixture.Listener(true) {
            @Override
            public boolean rewind(String stream, PointOfReference position) {
                throw new IllegalStateException("no way back");
            }
        });
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        StreamId orders = peer.open(PointOfReference.NONE).streamId();
        fixture.send("orders", 1, "one");
        peer.expectText();
        peer.acknowledge(0, orders, 1);
        await().until(() -> fixture.metrics.get(Metric.ACKNOWLEDGED) == 1);
        peer.close();
        worker.acceptAndGreet(10).open(PointOfReference.NONE);

        await().until(() -> !fixture.link.health().up() && fixture.link.health().text().contains("no way back"));
        await().untilAsserted(() -> assertThat(fixture.metrics.get(Metric.STOPPED_STREAMS)).isEqualTo(1));
    }

    @Test
    void shouldBeDownAndRefuseTheStreamWhenItIsStopped() throws Exception {
        LinkFixture.Listener listener = new LinkFixture.Listener(false);
        fixture.link.streams().open("orders", listener);
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.open(PointOfReference.of(100));
        await().until(() -> listener.heard.contains("opened 100"));
        Result held = fixture.send("orders", 101, "x");
        peer.expectText();

        fixture.link.streams().stop("orders", "the topic ends at 40, the worker stands at 100");

        assertThat(held.await()).isInstanceOf(StreamException.class)
                .hasMessageContaining("40")
                .hasMessageContaining("100");
        assertThat(fixture.link.health().up()).isFalse();
        assertThat(fixture.link.health().text()).contains("the topic ends at 40");
        assertThat(fixture.link.streams().status().get(0).problem()).contains("the topic ends at 40");
        assertThatThrownBy(() -> fixture.send("orders", 102, "y")).isInstanceOf(StreamException.class);
        assertThatThrownBy(() -> fixture.link.streams().open("orders", listener)).isInstanceOf(StreamException.class);
        fixture.send("another stream", SourceMessage.AUTOMATIC, "z");
        await().until(() -> listener.heard.contains("stopped"));
    }

    @Test
    void shouldTellASlowListenerTheLatestPositionOnly() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        LinkFixture.Listener listener = new LinkFixture.Listener(false) {
            @Override
            public void acknowledged(String stream, PointOfReference position) {
                super.acknowledged(stream, position);
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        };
        fixture.link.streams().open("orders", listener);
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(1000);
        StreamId orders = peer.open(PointOfReference.NONE).streamId();
        for (int i = 1; i <= 100; i++) {
            Result result = fixture.send("orders", i, "message " + i);
            peer.expectText();
            peer.acknowledge(1, orders, i);
            assertThat(result.await()).isNull();
            if (i == 1) {
                await().until(() -> listener.heard.contains("acknowledged 1"));
            }
        }
        release.countDown();
        await().untilAsserted(() -> assertThat(listener.heard).containsExactly("opened NONE", "acknowledged 1",
                "acknowledged 100"));
    }

    @Test
    void shouldKeepGoingWhenAListenerFailsOrIsSlow() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        fixture.link.streams().open("orders", new LinkFixture.Listener(false) {
            @Override
            public void opened(String stream, PointOfReference position) {
                throw new IllegalStateException("a listener that fails");
            }

            @Override
            public void acknowledged(String stream, PointOfReference position) {
                try {
                    release.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(100);
        StreamId orders = peer.open(PointOfReference.NONE).streamId();
        for (int i = 1; i <= 5; i++) {
            Result result = fixture.send("orders", i, "message " + i);
            peer.expectText();
            peer.acknowledge(1, orders, i);
            assertThat(result.await()).isNull();
        }
        release.countDown();
    }
}
