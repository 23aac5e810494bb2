package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

@Timeout(60)
class OutboundLinkTest {

    private final ThreadFactory threads = ConnectorThreads.daemons().factory("link-test");
    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final BatchingSender sender = new BatchingSender(100, 1 << 20, threads, metrics);
    private final List<String> dialled = Collections.synchronizedList(new ArrayList<>());
    private final List<String> completed = Collections.synchronizedList(new ArrayList<>());
    private final BlockingQueue<Object> answers = new LinkedBlockingQueue<>();
    private OutboundLink link;

    @AfterEach
    void close() {
        link.close();
        sender.close(new NotSentException("test is over"));
    }

    private void start(int maxAttempts, HostPort... addresses) {
        LinkOptions options = new LinkOptions("source connector feed", List.of(addresses), Duration.ofMillis(1),
                Duration.ofMillis(5), 0, maxAttempts);
        link = new OutboundLink(options, this::dial, sender, threads, metrics);
        link.start();
    }

    private Connection dial(HostPort address) throws IOException {
        dialled.add(address.toString());
        try {
            Object answer = answers.take();
            if (answer instanceof IOException failure) {
                throw failure;
            }
            return (Connection) answer;
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void send(String text) throws Exception {
        sender.send(new Text(text),
                failure -> completed.add(text + (failure == null ? "" : ": " + failure.getMessage())));
    }

    @Test
    void shouldTryTheNextWorkerWhenOneRefuses() throws Exception {
        start(0, new HostPort("a", 1), new HostPort("b", 2));
        send("x");
        answers.add(new ConnectException("refused"));
        answers.add(new ConnectException("refused"));
        ScriptedConnection connection = new ScriptedConnection();
        answers.add(connection);

        assertThat(link.awaitConnected(10_000)).isTrue();
        await().until(() -> connection.takenText().equals("x"));
        assertThat(dialled).startsWith("a:1", "b:2", "a:1");
        assertThat(metrics.get(Metric.DIAL_FAILURES)).isEqualTo(2);
        assertThat(metrics.get(Metric.RECONNECTS)).as("the first connection is none").isZero();
        assertThat(link.status().text()).isEqualTo("connected to peer:1");
    }

    @Test
    void shouldComeBackEveryTimeWhenThereAreThreeOutagesInARow() throws Exception {
        start(0, new HostPort("a", 1));
        for (int outage = 0; outage <= 3; outage++) {
            ScriptedConnection connection = new ScriptedConnection();
            String text = "message " + outage;
            send(text);
            answers.add(new ConnectException("refused"));
            answers.add(connection);
            await().until(() -> connection.takenText().equals(text));
            connection.close();
            await().until(() -> !sender.isConnected());
        }
        assertThat(metrics.get(Metric.RECONNECTS)).isEqualTo(3);
        assertThat(metrics.get(Metric.SENT)).isEqualTo(4);
        assertThat(metrics.get(Metric.IN_DOUBT)).isEqualTo(4);
    }

    @Test
    void shouldGiveUpAndSayWhyWhenTheLimitIsReached() throws Exception {
        start(2, new HostPort("a", 1));
        send("x");
        answers.add(new ConnectException("refused"));
        answers.add(new ConnectException("refused again"));

        await().until(() -> link.status().state() == LinkState.GAVE_UP);
        String text = "gave up on a:1 after 2 attempts (refused again): see that the worker runs there, then restart the"
                + " route";
        assertThat(link.status().text()).isEqualTo(text);
        await().untilAsserted(() -> assertThat(completed).containsExactly("x: source connector feed: " + text));
    }

    @Test
    void shouldSayWhatItWaitsForWhenThereIsNoConnection() throws Exception {
        start(0, new HostPort("a", 1));
        answers.add(new ConnectException("refused"));
        await().until(() -> dialled.size() == 2);
        assertThat(link.status().text()).isEqualTo("no connection to a:1 (refused), 1 attempts, next in at most 1 ms");
        assertThat(link.awaitConnected(1)).isFalse();
    }

    @Test
    void shouldStopDiallingWhenClosed() {
        start(0, new HostPort("a", 1));
        await().until(() -> dialled.size() == 1);
        link.close();
        ScriptedConnection late = new ScriptedConnection();
        answers.add(late);
        await().until(late::isClosed);
        assertThat(link.status().state()).isEqualTo(LinkState.CLOSED);
        assertThat(sender.isConnected()).isFalse();
    }

    @Test
    void shouldHaveNothingInDoubtWhenThePeerClosesInTurn() throws Exception {
        start(0, new HostPort("a", 1));
        ScriptedConnection connection = new ScriptedConnection().closingInTurn();
        answers.add(connection);
        assertThat(link.awaitConnected(10_000)).isTrue();
        send("x");
        await().until(() -> connection.takenText().equals("x"));

        assertThat(link.finish(10_000)).isTrue();

        assertThat(metrics.get(Metric.IN_DOUBT)).isZero();
        assertThat(link.status().state()).isEqualTo(LinkState.CLOSED);
    }

    @Test
    void shouldLeaveInDoubtWhatWasSentWhenThePeerDoesNotClose() throws Exception {
        start(0, new HostPort("a", 1));
        ScriptedConnection connection = new ScriptedConnection();
        answers.add(connection);
        assertThat(link.awaitConnected(10_000)).isTrue();
        send("x");
        await().until(() -> connection.takenText().equals("x"));

        assertThat(link.finish(1)).isFalse();
        link.close();

        await().until(() -> metrics.get(Metric.IN_DOUBT) == 1);
    }
}
