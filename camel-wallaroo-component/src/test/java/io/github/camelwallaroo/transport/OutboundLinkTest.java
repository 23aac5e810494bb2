package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
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

        assertThat(link.awaitConnected(30_000)).isTrue();
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
            int broken = outage + 1;
            await().until(() -> metrics.get(Metric.IN_DOUBT) == broken);
        }
        assertThat(metrics.get(Metric.RECONNECTS)).isEqualTo(3);
        assertThat(metrics.get(Metric.SENT)).isEqualTo(4);
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
        assertThat(link.awaitConnected(30_000)).isTrue();
        send("x");
        assertThat(sender.awaitIdle(30_000)).isTrue();
        assertThat(connection.takenText()).isEqualTo("x");

        assertThat(link.finish(30_000)).isTrue();

        assertThat(metrics.get(Metric.IN_DOUBT)).isZero();
        assertThat(link.status().state()).isEqualTo(LinkState.CLOSED);
    }

    @Test
    void shouldLeaveInDoubtWhatWasSentWhenThePeerDoesNotClose() throws Exception {
        start(0, new HostPort("a", 1));
        ScriptedConnection connection = new ScriptedConnection();
        answers.add(connection);
        assertThat(link.awaitConnected(30_000)).isTrue();
        send("x");
        await().until(() -> connection.takenText().equals("x"));

        assertThat(link.finish(1)).isFalse();
        link.close();

        await().until(() -> metrics.get(Metric.IN_DOUBT) == 1);
    }

    @Test
    void shouldGoWhereItWasRedirectedAndComeBackWhenThatFails() throws Exception {
        start(0, new HostPort("a", 1));
        ScriptedConnection first = new ScriptedConnection();
        answers.add(first);
        assertThat(link.awaitConnected(30_000)).isTrue();

        link.redirect(new HostPort("elsewhere", 2));
        first.close();
        answers.add(new ConnectException("refused"));
        answers.add(new ScriptedConnection());

        await().until(() -> dialled.size() == 3 && link.status().state() == LinkState.CONNECTED);
        assertThat(dialled).containsExactly("a:1", "elsewhere:2", "a:1");
    }

    @Test
    void shouldTellTheProtocolOfEachConnectionFromItsFirstByteToItsEnd() throws Exception {
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        LinkOptions options = new LinkOptions("link", List.of(new HostPort("a", 1)), Duration.ofMillis(1),
                Duration.ofMillis(5), 0, 0);
        link = new OutboundLink(options, this::dial, sender, new Recording(heard), threads, metrics);
        link.start();
        answers.add(new Answering("ok", "bad"));
        answers.add(new Answering("fails"));
        answers.add(new Answering());

        await().until(() -> heard.size() == 9);
        assertThat(heard).containsExactly("connected", "ok", "bad", "ended: the protocol minds",
                "connected", "fails", "ended: java.lang.IllegalStateException: the protocol fails",
                "connected", "ended: closed by the worker");
    }

    /** A protocol that writes down what it hears. */
    private record Recording(List<String> heard, ByteBuffer buffer) implements LinkProtocol {

        Recording(List<String> heard) {
            this(heard, ByteBuffer.allocate(100));
        }

        @Override
        public void connected(Connection connection) {
            heard.add("connected");
        }

        @Override
        public void received(Connection connection, int count) throws IOException {
            String text = new String(buffer.array(), 0, count, StandardCharsets.UTF_8);
            buffer.clear();
            heard.add(text);
            if (text.equals("bad")) {
                throw new IOException("the protocol minds");
            }
            if (text.equals("fails")) {
                throw new IllegalStateException("the protocol fails");
            }
        }

        @Override
        public String ended(Connection connection, String why, long inDoubt) {
            heard.add("ended: " + why);
            return "nothing is lost";
        }
    }

    /** A peer that says a few words and closes. */
    private static final class Answering extends ScriptedConnection {

        private final Queue<String> words;

        Answering(String... words) {
            this.words = new ArrayDeque<>(List.of(words));
        }

        @Override
        public int read(ByteBuffer target) {
            String word = words.poll();
            if (word == null) {
                return -1;
            }
            target.put(word.getBytes(StandardCharsets.UTF_8));
            return word.length();
        }
    }
}
