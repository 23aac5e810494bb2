package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Restart;
import io.github.camelwallaroo.metrics.Metric;

/** Two workers of one cluster, whose every answer the test gives. */
@Timeout(60)
class SessionLinkWorkersTest {

    private static final int STREAMS = 20;

    private final FrameByFrameWorker a = new FrameByFrameWorker();
    private final FrameByFrameWorker b = new FrameByFrameWorker();
    private LinkFixture fixture;

    private void start(SessionTimes times) {
        fixture = new LinkFixture(LinkFixture.options(true, a.address(), b.address()), times);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        a.close();
        b.close();
    }

    private void openStreams() throws StreamException {
        for (int i = 0; i < STREAMS; i++) {
            fixture.link.streams().open("stream " + i, new LinkFixture.Listener(false));
        }
    }

    private long streamsAt(FrameByFrameWorker worker) {
        return fixture.link.streams()
                .status()
                .stream()
                .filter(each -> worker.address().toString().equals(each.worker()))
                .count();
    }

    private static Map<String, Notify> openAll(FrameByFrameWorker.Peer peer, long count) throws Exception {
        Map<String, Notify> opened = new HashMap<>();
        for (int i = 0; i < count; i++) {
            Notify asked = peer.open(PointOfReference.NONE);
            opened.put(asked.streamName(), asked);
        }
        return opened;
    }

    @Test
    void shouldSpreadStreamsOverTheWorkersAndGiveEachToOneOnly() throws Exception {
        start(LinkFixture.PATIENT);
        openStreams();
        FrameByFrameWorker.Peer atA = a.acceptAndGreet(1000);
        FrameByFrameWorker.Peer atB = b.acceptAndGreet(1000);
        await().until(() -> streamsAt(a) + streamsAt(b) == STREAMS);
        Map<String, Notify> openedAtA = openAll(atA, streamsAt(a));
        Map<String, Notify> openedAtB = openAll(atB, streamsAt(b));

        assertThat(openedAtA).isNotEmpty();
        assertThat(openedAtB).isNotEmpty();
        assertThat(openedAtA.keySet()).doesNotContainAnyElementsOf(openedAtB.keySet());
        assertThat(openedAtA.size() + openedAtB.size()).isEqualTo(STREAMS);
        assertThat(fixture.metrics.get(Metric.CONNECTIONS)).isEqualTo(2);
    }

    @Test
    void shouldGiveTheStreamsOfALostWorkerToTheOtherOneAndSendAgainThere() throws Exception {
        start(LinkFixture.TIMES);
        FrameByFrameWorker.Peer atA = a.acceptAndGreet(1000);
        FrameByFrameWorker.Peer atB = b.acceptAndGreet(1000);
        await("both are there, or the first would get all").until(() -> fixture.metrics.get(Metric.CREDITS) == 2000);
        openStreams();
        long atLost = streamsAt(a);
        String lost = openAll(atA, atLost).keySet().iterator().next();
        openAll(atB, STREAMS - atLost);
        Result result = fixture.send(lost, 1, "hello");
        atA.expectText();

        a.close();

        Map<String, Notify> moved = openAll(atB, atLost);
        assertThat(moved).containsKey(lost);
        assertThat(atB.expectText()).isEqualTo("hello");
        atB.acknowledge(0, moved.get(lost).streamId(), 1);
        assertThat(result.await()).isNull();
        assertThat(streamsAt(b)).isEqualTo(STREAMS);
        assertThat(fixture.link.health().up()).as("messages flow").isTrue();
        assertThat(fixture.link.health().text()).contains("no connection to " + a.address());
    }

    @Test
    void shouldStayWithAWorkerThatComesBackSoon() throws Exception {
        start(LinkFixture.PATIENT);
        openStreams();
        FrameByFrameWorker.Peer atA = a.acceptAndGreet(1000);
        b.acceptAndGreet(1000);
        await().until(() -> streamsAt(a) + streamsAt(b) == STREAMS);
        long before = streamsAt(a);
        openAll(atA, before);
        atA.reset();

        FrameByFrameWorker.Peer back = a.acceptAndGreet(1000);
        assertThat(openAll(back, before)).hasSize((int) before);
    }

    @Test
    void shouldGoToTheOtherWorkerAtOnceWhenToldTo() throws Exception {
        start(LinkFixture.PATIENT);
        openStreams();
        FrameByFrameWorker.Peer atA = a.acceptAndGreet(1000);
        FrameByFrameWorker.Peer atB = b.acceptAndGreet(1000);
        atA.expect(Notify.class);
        atA.send(new Restart(b.address().toString()));

        assertThat(openAll(atB, STREAMS)).hasSize(STREAMS);
        a.accept().expect(Hello.class);
    }

    @Test
    void shouldUseAWorkerAgainForNewStreamsWhenItIsBack() throws Exception {
        start(LinkFixture.TIMES);
        FrameByFrameWorker.Peer atB = b.acceptAndGreet(1000);
        assertThat(fixture.link.awaitConnected(Duration.ofSeconds(30))).isTrue();
        a.accept().close();
        FrameByFrameWorker.Peer atA = a.acceptAndGreet(1000);
        await().until(() -> fixture.metrics.get(Metric.CREDITS) == 2000);
        openStreams();
        Notify first = atA.expect(Notify.class);
        atA.send(new NotifyAck(true, first.streamId(), PointOfReference.NONE));
        atB.expect(Notify.class);
    }
}
