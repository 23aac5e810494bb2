package io.github.camelwallaroo.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProcessingGateTest {

    private final ProcessingGate gate = new ProcessingGate();

    private void close() {
        assertThat(gate.close(Duration.ofSeconds(60))).isTrue();
    }

    @Test
    void shouldLetManyInWhenNobodyWantsIt() {
        gate.enter();
        assertThat(gate.enter(gate.epoch())).isTrue();
        assertThat(gate.inside()).isEqualTo(2);
        assertThat(gate.isWanted()).isFalse();
    }

    @Test
    void shouldWaitUntilEverybodyHasLeftWhenClosed() throws Exception {
        gate.enter();
        gate.enter();
        CountDownLatch closed = new CountDownLatch(1);
        Thread closer = new Thread(() -> {
            close();
            closed.countDown();
        });
        closer.start();
        Awaitility.await().until(gate::isWanted);
        gate.leave();
        assertThat(closed.getCount()).isEqualTo(1);
        gate.leave();

        closed.await();
        assertThat(gate.inside()).isZero();
    }

    @Test
    void shouldKeepEverybodyOutWhileClosed() throws Exception {
        close();
        CountDownLatch entered = new CountDownLatch(1);
        Thread enterer = new Thread(() -> {
            gate.enter();
            entered.countDown();
        });
        enterer.start();
        Awaitility.await().until(() -> enterer.getState() == Thread.State.WAITING);
        assertThat(gate.inside()).isZero();
        gate.open();

        entered.await();
        assertThat(gate.inside()).isEqualTo(1);
    }

    @Test
    void shouldRefuseMessagesWhenTheirEpochIsOver() {
        long before = gate.epoch();
        close();
        gate.beginEpoch();
        gate.open();

        assertThat(gate.enter(before)).isFalse();
        assertThat(gate.inside()).isZero();
        assertThat(gate.enter(gate.epoch())).isTrue();
    }

    @Test
    void shouldRefuseMessagesWhenTheirEpochEndsWhileTheyWait() throws Exception {
        long before = gate.epoch();
        close();
        AtomicBoolean entered = new AtomicBoolean(true);
        Thread enterer = new Thread(() -> entered.set(gate.enter(before)));
        enterer.start();
        Awaitility.await().until(() -> enterer.getState() == Thread.State.WAITING);
        gate.beginEpoch();
        gate.open();

        enterer.join();
        assertThat(entered).isFalse();
    }

    @Test
    void shouldSayThatSomebodyIsStillInsideAndStayClosed() {
        gate.enter();
        assertThat(gate.close(Duration.ofMillis(1))).isFalse();
        assertThat(gate.isWanted()).isTrue();
        gate.leave();
        assertThat(gate.close(Duration.ofMillis(1))).isTrue();
    }

    @Test
    void shouldNotCountAnybodyWhenThereAreNoCheckpoints() {
        ProcessingGate none = ProcessingGate.none();
        none.enter();
        assertThat(none.enter(77)).isTrue();
        assertThat(none.inside()).isZero();
        none.leave();
        assertThat(none.isWanted()).isFalse();
    }

    @Test
    void shouldLetEverybodyThroughWhenTheWorkerEnds() throws Exception {
        gate.enter();
        Thread closer = new Thread(this::close);
        closer.start();
        Awaitility.await().until(gate::isWanted);
        Thread enterer = new Thread(gate::enter);
        enterer.start();
        Awaitility.await().until(() -> enterer.getState() == Thread.State.WAITING);
        gate.shutDown();

        closer.join();
        enterer.join();
        assertThat(gate.inside()).isEqualTo(2);
    }

    @Test
    void shouldNeverLetAnybodySeeHalfAMessageWhenManyThreadsProcess() throws Exception {
        long[] halves = new long[2];
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Thread thread = new Thread(() -> {
                while (!done.get()) {
                    gate.enter();
                    do {
                        synchronized (halves) {
                            halves[0]++;
                        }
                        synchronized (halves) {
                            halves[1]++;
                        }
                    } while (!gate.isWanted() && !done.get());
                    gate.leave();
                }
            });
            thread.start();
            threads.add(thread);
        }
        Awaitility.await().until(() -> {
            synchronized (halves) {
                return halves[0] > 0;
            }
        });
        for (int i = 0; i < 500; i++) {
            close();
            assertThat(halves[0]).isEqualTo(halves[1]);
            gate.open();
        }
        done.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(halves[0]).isPositive();
    }
}
