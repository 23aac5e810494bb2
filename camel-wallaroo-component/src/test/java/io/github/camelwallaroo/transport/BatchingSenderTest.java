package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

@Timeout(60)
class BatchingSenderTest {

    private final ThreadFactory threads = ConnectorThreads.daemons().factory("sender-test");
    private final ConnectorMetrics metrics = new ConnectorMetrics();
    private final List<String> completed = Collections.synchronizedList(new ArrayList<>());
    private BatchingSender sender = new BatchingSender(1000, 1 << 20, threads, metrics);

    @AfterEach
    void close() {
        sender.close(new NotSentException("test is over"));
    }

    private boolean send(String text) {
        try {
            return sender.send(new Text(text), failure -> completed.add(text + (failure == null ? "" : " failed")));
        } catch (NotSentException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Thread sending(String text) {
        Thread thread = threads.newThread(() -> send(text));
        thread.start();
        return thread;
    }

    @Test
    void shouldWriteInTheCallingThreadWhenNobodyIsWriting() {
        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);

        boolean done = send("a");

        assertThat(done).isTrue();
        assertThat(connection.takenText()).isEqualTo("a");
        assertThat(connection.lastWriter()).isSameAs(Thread.currentThread());
        assertThat(completed).as("completion of what is done already").isEmpty();
        assertThat(sender.pendingMessages()).isZero();
    }

    @Test
    void shouldJoinTheBatchUnderWayWhenSomebodyIsWriting() throws Exception {
        ScriptedConnection connection = new ScriptedConnection().holdingWrites();
        sender.connected(connection);
        Thread writer = sending("a");
        await().until(() -> connection.writes() == 1);

        assertThat(send("b")).isFalse();
        assertThat(send("c")).isFalse();
        connection.takeOneWrite();
        connection.takeOneWrite();

        writer.join();
        assertThat(connection.writes()).as("b and c share a write").isEqualTo(2);
        assertThat(connection.takenText()).isEqualTo("abc");
        assertThat(completed).containsExactly("b", "c");
    }

    @Test
    void shouldPassTheWritingOnWhenOthersKeepTheCallingThreadBusy() throws Exception {
        ScriptedConnection connection = new ScriptedConnection().holdingWrites();
        sender.connected(connection);
        Thread first = sending("0");
        StringBuilder expected = new StringBuilder("0");
        for (int i = 1; i <= 8; i++) {
            int writes = i;
            await().until(() -> connection.writes() >= writes);
            send(" " + i);
            expected.append(' ').append(i);
            connection.takeOneWrite();
        }
        connection.takeEverything();

        first.join();
        await().until(() -> connection.takenText().contentEquals(expected));
        assertThat(connection.lastWriter()).as("the writer thread took over").isNotSameAs(first);
        await().until(() -> completed.size() == 8);
    }

    @Test
    void shouldShareWritesWhenTheCallerDoesNotWait() throws Exception {
        ScriptedConnection connection = new ScriptedConnection().takingTime();
        sender = new BatchingSender(100_000, 1 << 24, threads, metrics);
        sender.connected(connection);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            expected.append(i).append(' ');
            send(i + " ");
        }
        assertThat(sender.awaitIdle(30_000)).isTrue();
        assertThat(connection.takenText()).isEqualTo(expected.toString());
        assertThat(metrics.get(Metric.SENT)).isEqualTo(50_000);
        assertThat(metrics.get(Metric.WRITES)).isLessThan(25_000);
    }

    @Test
    void shouldKeepMessagesInOrderWhenThereIsNoConnection() {
        assertThat(send("a")).isFalse();
        assertThat(send("b")).isFalse();
        assertThat(sender.pendingMessages()).isEqualTo(2);

        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);

        await().untilAsserted(() -> assertThat(completed).containsExactly("a", "b"));
        assertThat(connection.takenText()).isEqualTo("ab");
        assertThat(sender.pendingMessages()).isZero();
    }

    @Test
    void shouldSendAgainOnlyWhatWasNotWrittenWholeWhenTheConnectionBreaks() {
        send("first ");
        send("second ");
        send("third ");
        ScriptedConnection broken = new ScriptedConnection().breakingAfter("first sec".length());
        sender.connected(broken);
        await().until(broken::isClosed);
        assertThat(sender.disconnected(broken)).as("messages in doubt").isEqualTo(1);

        ScriptedConnection next = new ScriptedConnection();
        sender.connected(next);

        await().until(() -> completed.size() == 3);
        assertThat(completed).containsExactly("first ", "second ", "third ");
        assertThat(next.takenText()).isEqualTo("second third ");
        assertThat(metrics.get(Metric.SENT_AGAIN)).isEqualTo(1);
        assertThat(metrics.get(Metric.IN_DOUBT)).isEqualTo(1);
    }

    @Test
    void shouldHoldTheCallerWhenFullAndLetHimGoWhenThereIsRoom() throws Exception {
        sender = new BatchingSender(2, 1 << 20, threads, metrics);
        send("a");
        send("b");
        Thread held = sending("c");
        await().until(() -> held.getState() == Thread.State.WAITING);
        assertThat(sender.pendingMessages()).isEqualTo(2);

        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);

        held.join();
        await().until(() -> connection.takenText().equals("abc"));
    }

    @Test
    void shouldHoldTheCallerWhenTooManyBytesWaitButTakeALargeMessageAlone() throws Exception {
        sender = new BatchingSender(100, 10, threads, metrics);
        assertThat(send("a message of more than ten bytes")).isFalse();
        Thread held = sending("b");
        await().until(() -> held.getState() == Thread.State.WAITING);

        sender.connected(new ScriptedConnection());

        held.join();
        assertThat(sender.awaitIdle(30_000)).isTrue();
    }

    @Test
    void shouldGiveEverythingBackOnceWhenClosed() throws Exception {
        sender = new BatchingSender(2, 1 << 20, threads, metrics);
        send("a");
        send("b");
        CompletableFuture<Throwable> held = new CompletableFuture<>();
        Thread thread = threads.newThread(() -> {
            try {
                sender.send(new Text("c"), failure -> completed.add("c"));
                held.complete(null);
            } catch (Exception e) {
                held.complete(e);
            }
        });
        thread.start();
        await().until(() -> thread.getState() == Thread.State.WAITING);

        assertThat(sender.close(new NotSentException("the test closes"))).isEqualTo(2);

        assertThat(completed).containsExactly("a failed", "b failed");
        assertThat(held.get(30, TimeUnit.SECONDS)).isInstanceOf(NotSentException.class)
                .hasMessage("the test closes");
        assertThatThrownBy(() -> sender.send(new Text("d"), failure -> {})).isInstanceOf(NotSentException.class);
        assertThat(metrics.get(Metric.GIVEN_BACK)).isEqualTo(2);
    }

    @Test
    void shouldFailWhatABlockedWriteLeftWhenClosed() throws Exception {
        ScriptedConnection stuck = new ScriptedConnection().holdingWrites();
        sender.connected(stuck);
        CountDownLatch done = new CountDownLatch(1);
        Thread writer = threads.newThread(() -> {
            if (!send("a")) {
                done.countDown();
            }
        });
        writer.start();
        await().until(() -> stuck.writes() == 1);

        sender.close(new NotSentException("the test closes"));

        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(completed).containsExactly("a failed");
    }

    @Test
    void shouldGiveBackOnlyWhatBelongsToThoseWhoLeave() throws Exception {
        AtomicBoolean leaving = new AtomicBoolean();
        send("stays 1 ");
        sender.send(new Text("leaves "), new Completion() {
            @Override
            public void completed(Exception failure) {
                completed.add("left " + (failure != null));
            }

            @Override
            public boolean isLeaving() {
                return leaving.get();
            }
        });
        send("stays 2 ");
        assertThat(sender.giveBack(Completion::isLeaving, new NotSentException("stop"))).isZero();
        leaving.set(true);
        assertThat(sender.giveBack(Completion::isLeaving, new NotSentException("stop"))).isEqualTo(1);
        assertThat(completed).containsExactly("left true");

        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);
        await().until(() -> connection.takenText().equals("stays 1 stays 2 "));
    }

    @Test
    void shouldNotDeadlockWhenACompletionSendsAgainAndWaits() throws Exception {
        // Completions run in a thread of the sender's own here; each sends twice more and waits for it.
        AtomicInteger chains = new AtomicInteger();
        for (int i = 0; i < 100; i++) {
            sender.send(new Text("x"), failure -> {
                sendAndWait("y");
                sendAndWait("z");
                chains.incrementAndGet();
            });
        }
        sender.connected(new ScriptedConnection());
        await().untilAtomic(chains, org.hamcrest.Matchers.is(100));
    }

    @Test
    void shouldNotDeadlockWhenACompletionWaitsWhileThePeerIsAway() throws Exception {
        CountDownLatch completing = new CountDownLatch(1);
        CountDownLatch away = new CountDownLatch(1);
        AtomicInteger chains = new AtomicInteger();
        ScriptedConnection first = new ScriptedConnection().breakingAfter(1);
        sender.send(new Text("x"), failure -> {
            completing.countDown();
            waitFor(away);
            sendAndWait("y");
            chains.incrementAndGet();
        });
        sender.connected(first);
        completing.await();
        sender.disconnected(first);
        assertThat(sender.pendingMessages()).as("the first one is done").isZero();
        away.countDown();
        await().until(() -> sender.pendingMessages() == 1);

        sender.connected(new ScriptedConnection());
        await().untilAtomic(chains, org.hamcrest.Matchers.is(1));
    }

    @Test
    void shouldNotPileUpCompletionsWhenEachOfThemSendsAgain() throws Exception {
        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);
        AtomicInteger left = new AtomicInteger(100_000);
        AtomicInteger deepest = new AtomicInteger();
        ThreadLocal<Integer> depth = ThreadLocal.withInitial(() -> 0);
        Completion chain = new Completion() {
            @Override
            public void completed(Exception failure) {
                depth.set(depth.get() + 1);
                deepest.accumulateAndGet(depth.get(), Math::max);
                sendUntilLeft(this);
                depth.set(depth.get() - 1);
            }

            private void sendUntilLeft(Completion next) {
                try {
                    while (left.getAndDecrement() > 0 && sender.send(new Text("x"), next)) {
                        // Written at once: there is no completion to go on in.
                    }
                } catch (NotSentException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        };
        for (int i = 0; i < 500; i++) {
            chain.completed(null);
        }
        // The last one is counted before it is sent.
        await().until(() -> left.get() <= 0 && sender.pendingMessages() == 0 && connection.taken().length >= 100_000);
        assertThat(connection.taken()).hasSize(100_000);
        assertThat(deepest).hasValueLessThan(4);
    }

    @Test
    void shouldWriteWhatIsLeftWhenTheCallerPauses() {
        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 777; i++) {
            expected.append(i).append(' ');
            send(i + " ");
        }
        await().until(() -> connection.takenText().contentEquals(expected));
        await().until(() -> sender.pendingMessages() == 0);

        assertThat(metrics.get(Metric.WRITES)).isLessThan(777);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void sendAndWait(String text) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            if (!sender.send(new Text(text), failure -> done.countDown())) {
                waitFor(done);
            }
        } catch (NotSentException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldGoOnWhenACompletionThrows() {
        sender.connected(new ScriptedConnection().breakingAfter(0));
        await().until(() -> {
            send("a");
            return !sender.isConnected();
        });
        try {
            sender.send(new Text("bad"), failure -> {
                throw new IllegalStateException("a completion that fails");
            });
        } catch (NotSentException | InterruptedException e) {
            throw new AssertionError(e);
        }
        send("b");
        sender.connected(new ScriptedConnection());
        await().until(() -> completed.contains("b"));
    }

    @Test
    void shouldCompleteAListAsOneWhenAllOfItIsWritten() throws Exception {
        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);

        boolean done = sender.sendAll(List.of(new Text("a"), new Text("b"), new Text("c")),
                failure -> completed.add("x"));

        assertThat(done).isTrue();
        assertThat(connection.writes()).isEqualTo(1);
        assertThat(connection.takenText()).isEqualTo("abc");
        assertThat(completed).isEmpty();
    }

    @Test
    void shouldTakeAListThatIsLargerThanTheBuffer() throws Exception {
        sender = new BatchingSender(10, 1 << 20, threads, metrics);
        ScriptedConnection connection = new ScriptedConnection();
        sender.connected(connection);
        List<Text> list = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 1000; i++) {
            list.add(new Text(i + " "));
            expected.append(i).append(' ');
        }
        CompletableFuture<Exception> result = new CompletableFuture<>();
        if (sender.sendAll(list, result::complete)) {
            result.complete(null);
        }
        assertThat(result.get(30, TimeUnit.SECONDS)).isNull();
        assertThat(connection.takenText()).isEqualTo(expected.toString());
    }

    @Test
    void shouldSayHowMuchOfAListWasSentWhenItFails() throws Exception {
        CompletableFuture<Exception> result = new CompletableFuture<>();
        assertThat(sender.sendAll(List.of(new Text("aa"), new Text("bb"), new Text("cc")), result::complete)).isFalse();
        ScriptedConnection broken = new ScriptedConnection().breakingAfter(3);
        sender.connected(broken);
        await().until(broken::isClosed);
        await().until(() -> sender.pendingMessages() == 2);

        sender.close(new NotSentException("the test closes"));

        assertThat(result.get(30, TimeUnit.SECONDS)).isInstanceOf(NotSentException.class)
                .hasMessage("1 of 3 messages of a batch were sent; the test closes");
    }
}
