package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.transport.NotSentException;

/** The end of a link, in every state it can be in. */
@Timeout(60)
class SessionLinkStopTest {

    private static final StreamId DEFAULT_STREAM = StreamId.of("feed/here");

    /** Longer than the test may take: what waits for it fails. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private final FrameByFrameWorker worker = new FrameByFrameWorker();
    private final LinkFixture fixture = new LinkFixture(LinkFixture.options(true, worker.address()));

    @AfterEach
    void close() throws Exception {
        fixture.close();
        worker.close();
    }

    private CompletableFuture<Void> stopping(Duration timeout) {
        return CompletableFuture.runAsync(() -> fixture.link.stop(timeout));
    }

    private static void assertGivenBack(Result result) throws InterruptedException {
        assertThat(result.await()).isInstanceOfSatisfying(NotAcknowledgedException.class,
                e -> assertThat(e.retryable()).isTrue())
                .hasMessageContaining("not known whether the worker processed it");
    }

    @Test
    void shouldWaitForAcknowledgementsEndTheStreamsAndDisconnectInOrder() throws Exception {
        Result one = fixture.send("one");
        Result two = fixture.send("two");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.open(PointOfReference.NONE);
        peer.expectText();

        CompletableFuture<Void> stopped = stopping(LONG);
        peer.expectText();
        peer.acknowledge(0, DEFAULT_STREAM, 1);
        assertThat(one.await()).isNull();
        assertThat(two.isDone()).isFalse();
        peer.endStream(2);
        assertThat(two.await()).isNull();
        assertThat(peer.read()).as("the connector ends its half").isNull();
        peer.close();
        stopped.join();
        assertThatThrownBy(() -> fixture.send("late")).isInstanceOf(NotSentException.class)
                .hasMessageContaining("is stopped");
    }

    @Test
    void shouldGiveBackAsRetryableWhatIsNotAcknowledgedInTime() throws Exception {
        Result result = fixture.send("hello");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.open(PointOfReference.NONE);
        peer.expectText();
        fixture.link.stop(Duration.ofMillis(50));
        assertGivenBack(result);
    }

    @Test
    void shouldNotWaitForLongWhenTheWorkerIsAway() throws Exception {
        worker.close();
        Result result = fixture.send("hello");
        fixture.link.stop(LONG);
        assertGivenBack(result);
    }

    @Test
    void shouldNotWaitForLongWhenTheWorkerIsSilent() throws Exception {
        Result result = fixture.send("hello");
        worker.accept().expect(Hello.class);
        fixture.link.stop(LONG);
        assertGivenBack(result);
    }

    @Test
    void shouldNotWaitForLongWhenTheStreamIsRefused() throws Exception {
        Result result = fixture.send("hello");
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.refuse();
        fixture.link.stop(LONG);
        assertGivenBack(result);
    }

    @Test
    void shouldNotWaitForAStreamThatIsStopped() throws Exception {
        fixture.link.streams().open("orders", new LinkFixture.Listener(false));
        worker.acceptAndGreet(10).open(PointOfReference.NONE);
        fixture.link.streams().stop("orders", "a person is needed");
        fixture.link.stop(LONG);
    }

    @Test
    void shouldGoOnWhenTheWorkerComesBackMeanwhile() throws Exception {
        try (FrameByFrameWorker own = new FrameByFrameWorker();
                LinkFixture patient = new LinkFixture(LinkFixture.options(true, own.address()), LinkFixture.PATIENT)) {
            Result result = patient.send("hello");
            FrameByFrameWorker.Peer peer = own.acceptAndGreet(10);
            peer.open(PointOfReference.NONE);
            peer.expectText();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> patient.link.stop(LONG));
            peer.reset();
            FrameByFrameWorker.Peer next = own.acceptAndGreet(10);
            next.open(PointOfReference.NONE);
            assertThat(next.expectText()).isEqualTo("hello");
            next.endStream(1);
            assertThat(result.await()).isNull();
            next.awaitEnd();
            stopped.join();
        }
    }

    @Test
    void shouldLetGoWhoIsHeldWhenItStops() throws Exception {
        worker.close();
        try (LinkFixture small = new LinkFixture(
                LinkFixture.options(true, worker.address()).withMaxPending(1, 1 << 20))) {
            Result first = small.send("first");
            CompletableFuture<Throwable> held = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                try {
                    small.send("second");
                    held.complete(null);
                } catch (Exception e) {
                    held.complete(e);
                }
            });
            thread.start();
            await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);
            small.link.stop(LONG);
            assertThat(held.join()).isInstanceOf(NotSentException.class);
            assertGivenBack(first);
        }
    }

    @Test
    void shouldGiveBackOnlyToThoseWhoLeaveWhenTheWorkerIsAway() throws Exception {
        worker.close();
        Result stays = fixture.send("stays");
        Result leaves = fixture.send("leaves");
        leaves.leave();
        assertGivenBack(leaves);
        assertThat(stays.isDone()).isFalse();
    }

    @Test
    void shouldStopTwiceAndFromWithinACompletion() throws Exception {
        CompletableFuture<Void> stoppedInside = new CompletableFuture<>();
        Result result = new Result() {
            @Override
            public void completed(Exception reason) {
                super.completed(reason);
                fixture.link.stop(Duration.ZERO);
                stoppedInside.complete(null);
            }
        };
        fixture.write(null, SourceMessage.AUTOMATIC, "hello", result);
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(10);
        peer.open(PointOfReference.NONE);
        peer.expectText();
        peer.acknowledge(0, DEFAULT_STREAM, 1);
        stoppedInside.join();
        fixture.link.stop(Duration.ZERO);
        peer.awaitEnd();
    }

    @Test
    void shouldLeaveNoThreadBehind() throws Exception {
        try (FrameByFrameWorker own = new FrameByFrameWorker()) {
            SourceOptions options = LinkFixture.options(true, own.address());
            LinkFixture leak = new LinkFixture(new SourceOptions("leak", options.workers(), options.protocol(),
                    options.maxFrameSize(), options.maxPending(), options.maxPendingBytes(), options.connectTimeout(),
                    options.reconnectDelay(), options.reconnectMaxDelay(), options.reconnectJitter(),
                    options.reconnectMaxAttempts(), null, options.session()));
            leak.link.streams().open("orders", new LinkFixture.Listener(false));
            Result result = leak.send("orders", 1, "hello");
            FrameByFrameWorker.Peer peer = own.acceptAndGreet(10);
            StreamId orders = peer.open(PointOfReference.NONE).streamId();
            peer.expectText();
            peer.acknowledge(0, orders, 1);
            assertThat(result.await()).isNull();
            assertThat(threads("wallaroo-source-leak")).isPositive();
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(() -> leak.link.stop(LONG));
            peer.endStream(1);
            peer.awaitEnd();
            stopped.join();
            await().until(() -> threads("wallaroo-source-leak") == 0);
        }
    }

    private static long threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream().filter(each -> each.getName().startsWith(prefix)).count();
    }
}
