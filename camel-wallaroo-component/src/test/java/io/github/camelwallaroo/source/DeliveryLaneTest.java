package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.transport.ConnectorThreads;

@Timeout(60)
class DeliveryLaneTest {

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger threads = new AtomicInteger();
    private final AtomicInteger progressed = new AtomicInteger();
    private final DeliveryLane<Runnable> lane = new DeliveryLane<>(runnable -> {
        threads.incrementAndGet();
        return ConnectorThreads.daemons().factory("lane-test").newThread(runnable);
    }, Runnable::run, progressed::incrementAndGet);

    @AfterEach
    void close() {
        lane.close();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRunItemsInOrderInOneThreadWhenSomeFail() {
        List<Runnable> items = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            String name = "item " + i;
            items.add(() -> {
                done.add(name);
                if (name.endsWith("7")) {
                    throw new IllegalStateException("an item that fails");
                }
            });
            expected.add(name);
        }
        lane.submit(items.subList(0, 600));
        lane.submit(items.subList(600, 1000));

        await().until(() -> done.size() == 1000);
        assertThat(done).isEqualTo(expected);
        assertThat(threads).hasValue(1);
        await().untilAsserted(() -> assertThat(progressed).hasPositiveValue());
        assertThat(lane.backlog()).isZero();
    }

    @Test
    void shouldGoOnInAnotherThreadWhenAnItemSendsAgainAndWaitsForALaterOne() {
        CountDownLatch later = new CountDownLatch(1);
        CountDownLatch waits = new CountDownLatch(1);
        lane.submit(List.of(() -> {
            lane.sendsAgain();
            waits.countDown();
            waitFor(later);
            done.add("first");
        }, () -> done.add("second")));
        waitFor(waits);

        lane.submit(List.of(() -> {
            done.add("third");
            later.countDown();
        }));

        await().until(() -> done.size() == 3);
        assertThat(done).containsExactly("second", "third", "first");
        assertThat(threads).hasValue(2);
    }

    @Test
    void shouldGoOnInAnotherThreadWhenAnItemIsStuck() {
        CountDownLatch later = new CountDownLatch(1);
        lane.submit(List.of(() -> waitFor(later), () -> done.add("second"), later::countDown));
        await().until(() -> {
            lane.replaceIfStuck(0);
            return later.getCount() == 0;
        });
        assertThat(done).containsExactly("second");
    }

    @Test
    void shouldNotNeedAThreadForEachItemThatSendsAgainWithoutWaiting() {
        AtomicInteger left = new AtomicInteger(100_000);
        Runnable chain = new Runnable() {
            @Override
            public void run() {
                lane.sendsAgain();
                if (left.decrementAndGet() > 0) {
                    lane.submit(List.of(this));
                }
            }
        };
        lane.submit(Collections.nCopies(10, chain));
        await().until(() -> left.get() <= 0);
        assertThat(lane.liveThreads()).isLessThan(3);
    }

    @Test
    void shouldRunWhatIsLeftAndEndItsThreadWhenClosed() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> used = Collections.synchronizedList(new ArrayList<>());
        lane.submit(List.of(() -> waitFor(begin), () -> used.add(Thread.currentThread())));
        lane.close();
        begin.countDown();
        lane.awaitIdle(30_000);
        assertThat(used).hasSize(1);
        await().until(() -> !used.get(0).isAlive());
    }
}
