package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

@Timeout(60)
class FrameSenderTest {

    private final ThreadFactory threads = ConnectorThreads.daemons().factory("frame-sender-test");
    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final AtomicInteger told = new AtomicInteger();
    private FrameSender sender = sender(false);

    private FrameSender sender(boolean acknowledged) {
        return new FrameSender(256, acknowledged, told::incrementAndGet, threads, metrics);
    }

    @AfterEach
    void close() {
        sender.close(new NotSentException("test is over"));
    }

    private boolean offer(String text) {
        return sender.offer(text.getBytes(StandardCharsets.UTF_8), true);
    }

    private boolean offerControl(String text) {
        return sender.offer(text.getBytes(StandardCharsets.UTF_8), false);
    }

    private ScriptedConnection connect(ScriptedConnection connection) {
        sender.begin();
        sender.connected(connection);
        return connection;
    }

    @Test
    void shouldWriteNothingBeforeItIsFlushed() {
        ScriptedConnection connection = connect(new ScriptedConnection());

        assertThat(offer("a")).as("somebody has to flush").isTrue();
        assertThat(connection.writes()).isZero();

        assertThat(sender.flush(null)).isTrue();
        assertThat(connection.takenText()).isEqualTo("a");
        assertThat(connection.lastWriter()).isSameAs(Thread.currentThread());
        assertThat(sender.writtenFrames()).isEqualTo(1);
        assertThat(sender.flush(null)).as("nothing is left").isFalse();
    }

    @Test
    void shouldNeedNoFlushWhenSomebodyIsWriting() throws Exception {
        ScriptedConnection connection = connect(new ScriptedConnection().holdingWrites());
        offer("a");
        Thread writer = threads.newThread(() -> sender.flush(null));
        writer.start();
        await().until(() -> connection.writes() == 1);

        assertThat(offerControl("b")).isFalse();
        assertThat(offerControl("c")).isFalse();
        connection.takeEverything();

        writer.join();
        assertThat(connection.takenText()).isEqualTo("abc");
        assertThat(connection.writes()).as("b and c share a write").isEqualTo(2);
    }

    @Test
    void shouldWriteWhatWasOfferedBeforeTheConnectionFirst() {
        ScriptedConnection connection = new ScriptedConnection();
        sender.begin();
        assertThat(offerControl("hello ")).as("nobody can write yet").isFalse();
        sender.connected(connection);

        await().until(() -> connection.takenText().equals("hello "));
        await("the writer thread to leave the writing to others").until(() -> sender.writtenFrames() == 1);
        offerControl("notify ");
        sender.flush(null);
        assertThat(connection.takenText()).isEqualTo("hello notify ");
    }

    @Test
    void shouldWriteInAnotherThreadWhenHandedOver() {
        ScriptedConnection connection = connect(new ScriptedConnection());
        offer("a");
        sender.handOver();

        await().until(() -> connection.takenText().equals("a"));
        assertThat(connection.lastWriter()).isNotSameAs(Thread.currentThread());
        await().untilAsserted(() -> assertThat(told).as("the writer thread tells").hasPositiveValue());
    }

    @Test
    void shouldShareWritesWhenTheCallerDoesNotWait() throws Exception {
        ScriptedConnection connection = connect(new ScriptedConnection().takingTime());
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            expected.append(i).append(' ');
            if (offer(i + " ")) {
                sender.flush(null);
            }
        }
        assertThat(sender.awaitWritten(30_000)).isTrue();
        assertThat(connection.takenText()).isEqualTo(expected.toString());
        assertThat(sender.writtenFrames()).isEqualTo(50_000);
        assertThat(metrics.get(Metric.SENT)).isEqualTo(50_000);
        assertThat(metrics.get(Metric.WRITES)).isLessThan(25_000);
    }

    @Test
    void shouldWriteWhatIsLeftWhenTheCallerPauses() {
        ScriptedConnection connection = connect(new ScriptedConnection());
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 777; i++) {
            expected.append(i).append(' ');
            if (offer(i + " ")) {
                sender.flush(null);
            }
        }
        await().until(() -> connection.takenText().contentEquals(expected));
        await().until(() -> sender.writtenFrames() == 777);
    }

    @Test
    void shouldTellHowFarItCameAndDropTheRestWhenTheConnectionBreaks() {
        ScriptedConnection broken = new ScriptedConnection().breakingAfter("first sec".length());
        sender.begin();
        offer("first ");
        offer("second ");
        offer("third ");
        sender.connected(broken);
        await().until(broken::isClosed);

        assertThat(sender.disconnected(broken)).as("messages in doubt").isEqualTo(1);
        assertThat(sender.writtenFrames()).isEqualTo(1);

        ScriptedConnection next = connect(new ScriptedConnection());
        offer("fourth ");
        sender.flush(null);
        assertThat(next.takenText()).isEqualTo("fourth ");
        assertThat(sender.writtenFrames()).as("a new connection counts anew").isEqualTo(1);
    }

    @Test
    void shouldHaveNothingInDoubtWhenThePeerAcknowledges() {
        sender = sender(true);
        ScriptedConnection connection = connect(new ScriptedConnection());
        offer("a");
        sender.flush(null);

        assertThat(sender.disconnected(connection)).isZero();
        assertThat(metrics.get(Metric.IN_DOUBT)).isZero();
    }

    @Test
    void shouldCountOnlyMessagesAsSent() {
        connect(new ScriptedConnection());
        offerControl("hello ");
        offer("message ");
        sender.flush(null);

        assertThat(metrics.get(Metric.SENT)).isEqualTo(1);
        assertThat(metrics.get(Metric.SENT_BYTES)).isEqualTo("hello message ".length());
    }

    @Test
    void shouldNotWaitForAWriteThatNeverEndsWhenAsked() throws Exception {
        ScriptedConnection stuck = connect(new ScriptedConnection().holdingWrites());
        offerControl("a");
        sender.handOver();
        await().until(() -> stuck.writes() == 1);

        assertThat(sender.awaitWritten(1)).isFalse();
        stuck.takeEverything();
        assertThat(sender.awaitWritten(30_000)).isTrue();
    }

    @Test
    void shouldEndItsThreadAndTakeNothingMoreWhenClosed() {
        ScriptedConnection connection = connect(new ScriptedConnection());
        offer("a");
        sender.handOver();
        await().until(() -> sender.writtenFrames() == 1);
        Thread writer = connection.lastWriter();

        assertThat(sender.close(new NotSentException("over"))).isZero();

        assertThat(connection.isClosed()).isTrue();
        assertThat(offer("b")).isFalse();
        await().until(() -> !writer.isAlive());
    }

    @Test
    void shouldSayThatItHoldsWhoLeftWhileHeWritesAndNotLonger() throws Exception {
        ScriptedConnection connection = connect(new ScriptedConnection().holdingWrites());
        AtomicBoolean left = new AtomicBoolean();
        offer("a");
        Thread writer = threads.newThread(() -> sender.flush(new Completion() {

            @Override
            public void completed(Exception failure) {
                throw new AssertionError("it belongs to no frame", failure);
            }

            @Override
            public boolean hasLeft() {
                return left.get();
            }
        }));
        writer.start();
        await().until(() -> connection.writes() == 1);
        assertThat(sender.holdsWhoLeft()).isFalse();

        left.set(true);

        assertThat(sender.holdsWhoLeft()).isTrue();
        connection.takeOneWrite();
        writer.join();
        assertThat(sender.holdsWhoLeft()).isFalse();
    }
}
