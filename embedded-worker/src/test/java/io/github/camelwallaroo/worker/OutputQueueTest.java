package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.NotSentException;

@Timeout(60)
class OutputQueueTest {

    private static OutputFrame frame(String text) {
        return new OutputFrame(OneWayCodec.of(Protocol.V0_6), WireFormat.text(text));
    }

    private static CompletableFuture<Void> flushing(OutputQueue queue) {
        return CompletableFuture.runAsync(queue::flush, task -> new Thread(task, "flushing").start());
    }

    @Test
    void shouldPassOnInOrderWhenFlushed() {
        List<OutputFrame> sent = new ArrayList<>();
        OutputQueue queue = new OutputQueue(sent::addAll);
        OutputFrame one = frame("1");
        OutputFrame two = frame("2");
        OutputFrame three = frame("3");
        queue.add(one);
        queue.addAll(List.of(two, three));
        assertThat(sent).isEmpty();
        queue.flush();

        assertThat(sent).containsExactly(one, two, three);
    }

    @Test
    void shouldLeaveItToTheThreadThatPassesOnAlready() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        List<OutputFrame> sent = new ArrayList<>();
        OutputQueue queue = new OutputQueue(frames -> {
            sent.addAll(frames);
            awaitQuietly(blocked);
        });
        queue.add(frame("1"));
        CompletableFuture<Void> first = flushing(queue);
        Awaitility.await().until(() -> sent.size() == 1);
        queue.add(frame("2"));
        queue.flush();
        assertThat(sent).as("the second has not gone out, and nobody was held for it").hasSize(1);
        blocked.countDown();

        first.get();
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldHoldWhoeverFlushesWhenTooMuchWaits() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger sent = new AtomicInteger();
        OutputQueue queue = new OutputQueue(frames -> {
            awaitQuietly(blocked);
            sent.addAndGet(frames.size());
        });
        queue.add(frame("first"));
        CompletableFuture<Void> passing = flushing(queue);
        AtomicReference<Thread> held = new AtomicReference<>();
        CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
            OutputFrame frame = frame("more");
            for (int i = 0; i < OutputQueue.ADDED_MOST; i++) {
                queue.add(frame);
            }
            queue.flush();
        }, task -> {
            held.set(new Thread(task, "held"));
            held.get().start();
        });
        Awaitility.await().until(() -> held.get().getState() == Thread.State.WAITING);
        blocked.countDown();

        passing.get();
        second.get();
        assertThat(sent).hasValue(1 + OutputQueue.ADDED_MOST);
    }

    @Test
    void shouldPassTheWorkToAnotherThreadWhenOthersNeverStopAdding() throws Exception {
        AtomicReference<OutputQueue> self = new AtomicReference<>();
        AtomicReference<Thread> captive = new AtomicReference<>();
        AtomicReference<Thread> other = new AtomicReference<>();
        AtomicInteger rounds = new AtomicInteger();
        AtomicInteger roundsOfTheOther = new AtomicInteger();
        OutputQueue queue = new OutputQueue(frames -> {
            if (Thread.currentThread() == other.get()) {
                roundsOfTheOther.incrementAndGet();
            } else {
                // Somebody adds while this one is being sent, so that there is always more.
                self.get().add(frame("more"));
                if (rounds.incrementAndGet() == OutputQueue.ROUNDS + 1) {
                    other.get().start();
                    Awaitility.await().until(() -> other.get().getState() == Thread.State.WAITING);
                }
            }
        });
        self.set(queue);
        captive.set(new Thread(queue::flush, "captive"));
        other.set(new Thread(queue::flush, "other"));
        queue.add(frame("first"));
        captive.get().start();

        captive.get().join();
        other.get().join();
        assertThat(rounds).hasValue(OutputQueue.ROUNDS + 1);
        assertThat(roundsOfTheOther).as("the rest").hasValue(1);
    }

    @Test
    void shouldLetEverybodyGoWhenTheWorkerStops() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        CountDownLatch sending = new CountDownLatch(1);
        OutputQueue queue = new OutputQueue(frames -> {
            sending.countDown();
            awaitQuietly(closed);
            throw new NotSentException("the worker stops");
        });
        queue.add(frame("first"));
        CompletableFuture<Void> passing = flushing(queue);
        sending.await();
        OutputFrame frame = frame("more");
        for (int i = 0; i < OutputQueue.ADDED_MOST; i++) {
            queue.add(frame);
        }
        CompletableFuture<Void> held = flushing(queue);
        queue.close();
        held.get();
        closed.countDown();

        passing.get();
        queue.flush();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
