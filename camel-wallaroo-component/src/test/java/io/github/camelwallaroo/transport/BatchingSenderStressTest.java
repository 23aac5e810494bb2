package io.github.camelwallaroo.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.ConnectorMetrics;

/** Many threads, blocking and not, over connections that break at random bytes: nothing lost, doubled or out of order. */
@Timeout(120)
class BatchingSenderStressTest {

    private static final int THREADS = 6;
    private static final int MESSAGES = 3_000;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final ThreadFactory threads = ConnectorThreads.daemons().factory("stress");
    private final BatchingSender sender = new BatchingSender(500, 1 << 16, threads, new ConnectorMetrics());

    @Test
    void shouldDeliverEachMessageOnceAndInOrderWhenConnectionsBreakAtRandom() throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<ScriptedConnection> connections = new ArrayList<>();
        AtomicBoolean over = new AtomicBoolean();
        Thread cutter = threads.newThread(() -> {
            while (!over.get()) {
                ScriptedConnection next = new ScriptedConnection().breakingAfter(1 + random.nextInt(20_000));
                connections.add(next);
                sender.connected(next);
                while (!next.isClosed() && !over.get()) {
                    Thread.onSpinWait();
                }
                sender.disconnected(next);
            }
        });
        cutter.start();

        AtomicLong completions = new AtomicLong();
        AtomicInteger failures = new AtomicInteger();
        CountDownLatch senders = new CountDownLatch(THREADS);
        for (int t = 0; t < THREADS; t++) {
            int number = t;
            boolean blocking = t % 2 == 0;
            threads.newThread(() -> {
                try {
                    for (int i = 0; i < MESSAGES; i++) {
                        send(number + ":" + i + " ", blocking, completions, failures);
                    }
                } finally {
                    senders.countDown();
                }
            }).start();
        }
        senders.await();
        assertThat(sender.awaitIdle(60_000)).isTrue();
        over.set(true);
        cutter.join();

        // The last completions run when nothing is pending any more.
        await().untilAsserted(() -> assertThat(completions).hasValue((long) THREADS * MESSAGES));
        assertThat(failures).hasValue(0);
        assertThat(wholeMessages(connections)).isEqualTo(expected());
        sender.close(new NotSentException("over"));
    }

    private void send(String text, boolean blocking, AtomicLong completions, AtomicInteger failures) {
        CountDownLatch done = new CountDownLatch(1);
        try {
            boolean written = sender.send(new Text(text), failure -> {
                if (failure != null) {
                    failures.incrementAndGet();
                }
                completions.incrementAndGet();
                done.countDown();
            });
            if (written) {
                completions.incrementAndGet();
            } else if (blocking) {
                done.await();
            }
        } catch (NotSentException | InterruptedException e) {
            failures.incrementAndGet();
        }
    }

    /** By sending thread, in order of arrival; what a connection broke off is no message. */
    private static List<List<Integer>> wholeMessages(List<ScriptedConnection> connections) {
        List<List<Integer>> byThread = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            byThread.add(new ArrayList<>());
        }
        for (ScriptedConnection connection : connections) {
            String text = connection.takenText();
            String whole = text.substring(0, text.lastIndexOf(' ') + 1);
            for (String message : whole.isEmpty() ? new String[0] : whole.split(" ")) {
                String[] parts = message.split(":");
                byThread.get(Integer.parseInt(parts[0])).add(Integer.parseInt(parts[1]));
            }
        }
        return byThread;
    }

    private static List<List<Integer>> expected() {
        List<List<Integer>> expected = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                numbers.add(i);
            }
            expected.add(numbers);
        }
        return expected;
    }
}
