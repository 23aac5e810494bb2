package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;

/** Messages that complete when they are written, with and without resilience. */
@Timeout(60)
class SessionLinkWrittenTest {

    private static final StreamId DEFAULT_STREAM = StreamId.of("feed/here");

    private final FrameByFrameWorker worker = new FrameByFrameWorker();
    private LinkFixture fixture;

    @AfterEach
    void close() throws Exception {
        fixture.close();
        worker.close();
    }

    private FrameByFrameWorker.Peer start(boolean resilience) throws Exception {
        SourceOptions options = LinkFixture.options(resilience, worker.address());
        fixture = new LinkFixture(options.withSession(options.session().withCompletion(CompletionMode.WRITTEN)));
        fixture.link.streams().open(null, new LinkFixture.Listener(false));
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(100_000);
        peer.open(PointOfReference.NONE);
        await().until(() -> fixture.metrics.get(Metric.OPEN_STREAMS) == 1);
        return peer;
    }

    @Test
    void shouldBeDoneWhenTheCallReturnsIfTheCallingThreadWrote() throws Exception {
        FrameByFrameWorker.Peer peer = start(false);
        await().until(() -> {
            Result result = new Result();
            boolean done = fixture.write(null, SourceMessage.AUTOMATIC, "hello", result);
            if (!done) {
                assertThat(result.await()).isNull();
            }
            return done;
        });
        peer.expectText();
        assertThat(fixture.metrics.get(Metric.PENDING)).isZero();
    }

    @Test
    void shouldSendAgainOnlyWhatWasNotWrittenWholeWhenTheWorkerHasNoResilience() throws Exception {
        FrameByFrameWorker.Peer peer = start(false);
        for (int i = 1; i <= 3; i++) {
            assertThat(fixture.send("message " + i).await()).isNull();
            peer.expectText();
        }
        peer.close();
        FrameByFrameWorker.Peer next = worker.acceptAndGreet(10);
        assertThat(next.open(PointOfReference.NONE).pointOfReference()).isEqualTo(PointOfReference.of(3));
        fixture.send("message 4");
        Message message = next.expect(Message.class);
        assertThat(FrameByFrameWorker.Peer.text(message)).isEqualTo("message 4");
        assertThat(message.messageId()).as("its own position holds").isEqualTo(4);
        assertThat(fixture.metrics.get(Metric.IN_DOUBT)).isEqualTo(3);
        assertThat(fixture.metrics.get(Metric.GAPS)).isZero();
    }

    @Test
    void shouldHoldWhatIsWrittenUntilItIsAcknowledgedWhenTheWorkerIsResilient() throws Exception {
        FrameByFrameWorker.Peer peer = start(true);
        assertThat(fixture.send("hello").await()).isNull();
        peer.expectText();
        assertThat(fixture.metrics.get(Metric.PENDING)).isEqualTo(1);
        peer.reset();

        FrameByFrameWorker.Peer next = worker.acceptAndGreet(10);
        next.open(PointOfReference.NONE);
        assertThat(next.expectText()).isEqualTo("hello");
        next.acknowledge(0, DEFAULT_STREAM, 1);
        await().until(() -> fixture.metrics.get(Metric.PENDING) == 0);
    }

    @Test
    void shouldCompleteEverythingInOrderWhenManyThreadsWrite() throws Exception {
        FrameByFrameWorker.Peer peer = start(false);
        new Thread(peer::awaitEnd).start();
        int threads = 4;
        int messages = 2_000;
        AtomicInteger completed = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            boolean blocking = t % 2 == 0;
            new Thread(() -> {
                try {
                    List<Result> results = new ArrayList<>();
                    for (int i = 0; i < messages; i++) {
                        Result result = fixture.send("x");
                        if (blocking) {
                            result.await();
                        }
                        results.add(result);
                    }
                    for (Result result : results) {
                        if (result.await() == null) {
                            completed.incrementAndGet();
                        }
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                } finally {
                    over.countDown();
                }
            }).start();
        }
        over.await();
        assertThat(completed).hasValue(threads * messages);
        assertThat(fixture.metrics.get(Metric.SENT)).isEqualTo(threads * messages);
        await().until(() -> fixture.metrics.get(Metric.PENDING) == 0);
    }

    @Test
    void shouldCompleteEachMessageOnceWhenTheyShareACompletion() throws Exception {
        FrameByFrameWorker.Peer peer = start(false);
        new Thread(peer::awaitEnd).start();
        AtomicInteger done = new AtomicInteger();
        byte[] payload = {1};
        Completion shared = failure -> done.incrementAndGet();
        for (int i = 0; i < 5_000; i++) {
            if (fixture.link.send(SourceMessage.of(payload), null, payload, shared)) {
                done.incrementAndGet();
            }
        }
        await().untilAtomic(done, org.hamcrest.Matchers.is(5_000));
        await().until(() -> fixture.metrics.get(Metric.PENDING) == 0);
        assertThat(done).hasValue(5_000);
    }

    @Test
    void shouldCompleteAListWhenAllOfItIsWritten() throws Exception {
        FrameByFrameWorker.Peer peer = start(false);
        List<EncodedMessage> list = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            byte[] payload = {(byte) i};
            list.add(new EncodedMessage(SourceMessage.of(payload), null, payload));
        }
        Result result = new Result();
        if (fixture.link.sendAll(list, result)) {
            result.completed(null);
        }
        assertThat(result.await()).isNull();
        for (int i = 0; i < 100; i++) {
            assertThat(peer.expect(Message.class).payload()).containsExactly(i);
        }
        assertThat(fixture.metrics.get(Metric.WRITES)).as("one for many").isLessThan(10);
    }
}
