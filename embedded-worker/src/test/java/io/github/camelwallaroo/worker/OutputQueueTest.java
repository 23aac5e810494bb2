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

import io.github.camelwallaroo.codec.FrameCodec;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.NotSentException;

@Timeout(60)
class OutputQueueTest {

    private static OutputFrame frame(String text) {
        return new OutputFrame(FrameCodec.of(Protocol.V0_6), WireFormat.text(text));
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
        AtomicReference<Thread> passer = new AtomicReference<>();
        CountDownLatch fewRounds = new CountDownLatch(OutputQueue.ROUNDS);
        CountDownLatch tookOver = new CountDownLatch(1);
        OutputQueue queue = new OutputQueue(frames -> {
            passer.compareAndSet(null, Thread.currentThread());
            fewRounds.countDown();
            if (Thread.currentThread() == passer.get()) {
                // Somebody adds while this one is being sent, so that there is always more.
                self.get().add(frame("more"));
            } else {
                tookOver.countDown();
            }
        });
        self.set(queue);
        queue.add(frame("first"));
        CompletableFuture<Void> captive = flushing(queue);
        fewRounds.await();
        CompletableFuture<Void> other = flushing(queue);

        tookOver.await();
        captive.get();
        other.get();
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
