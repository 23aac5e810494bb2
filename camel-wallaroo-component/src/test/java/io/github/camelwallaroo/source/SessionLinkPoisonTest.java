package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.metrics.Metric;

/** A worker that dies of one message: as seen from the network, connections that end, and a port where nobody listens. */
@Timeout(60)
class SessionLinkPoisonTest {

    /** Where it comes back. */
    private final int port = FreePorts.next();
    private FrameByFrameWorker worker = new FrameByFrameWorker(port);
    private LinkFixture fixture;

    @AfterEach
    void close() throws Exception {
        fixture.close();
        worker.close();
    }

    private void start(OnPoison reaction) {
        SourceOptions options = LinkFixture.options(true, worker.address());
        fixture = new LinkFixture(options.withSession(options.session().withPoison(2, reaction)));
    }

    /** Takes the message, dies of it, and comes back after it was missed. */
    private void dieOf(String text) throws Exception {
        FrameByFrameWorker.Peer peer = worker.acceptAndGreet(100);
        peer.open(PointOfReference.NONE);
        assertThat(peer.expectText()).isEqualTo(text);
        long failures = fixture.metrics.get(Metric.DIAL_FAILURES);
        worker.close();
        await().until(() -> fixture.metrics.get(Metric.DIAL_FAILURES) > failures);
        worker = new FrameByFrameWorker(port);
    }

    @Test
    void shouldStopTheStreamAndSayWhichMessagesWereInFlightWhenTheWorkerDiesAgainAndAgain() throws Exception {
        start(OnPoison.STOP);
        Result poison = fixture.send("poison");
        dieOf("poison");
        dieOf("poison");

        assertThat(poison.await()).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.retryable()).isFalse());
        assertThat(fixture.link.health().up()).isFalse();
        assertThat(fixture.link.streams().status().get(0).problem()).contains("id 1");
        await().until(() -> fixture.metrics.get(Metric.STOPPED_STREAMS) == 1);
        assertThat(fixture.metrics.get(Metric.SUSPECTED)).isEqualTo(1);
    }

    @Test
    void shouldHandOutTheMessageAndGoOnWhenItIsCondemned() throws Exception {
        start(OnPoison.DEAD_LETTER);
        Result poison = fixture.send("poison");
        Result good = fixture.send("good");
        // How many deaths it takes is the watch's affair, and tested there: here a worker plays along until it is over.
        for (boolean over = false; !over;) {
            FrameByFrameWorker.Peer peer = worker.acceptAndGreet(100);
            var stream = peer.open(PointOfReference.NONE).streamId();
            String text = peer.expectTextWhileAcknowledging(stream, PointOfReference.NONE);
            if (text.equals("good")) {
                peer.acknowledge(100, stream, 2);
                over = true;
                continue;
            }
            long failures = fixture.metrics.get(Metric.DIAL_FAILURES);
            worker.close();
            await().until(() -> fixture.metrics.get(Metric.DIAL_FAILURES) > failures);
            worker = new FrameByFrameWorker(port);
        }
        assertThat(poison.await()).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.retryable()).isFalse());
        assertThat(good.await()).isNull();
        await().untilAsserted(() -> assertThat(fixture.metrics.get(Metric.CONDEMNED)).isEqualTo(1));
        assertThat(fixture.link.health().up()).isTrue();
    }
}
