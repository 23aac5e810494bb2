package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.Metric;

/** Many threads, and a worker that cuts, rolls back and refuses at random: nothing lost, each stream in order. */
@Timeout(180)
class SessionLinkStressTest {

    private static final int THREADS = 6;
    private static final int STREAMS = 3;
    private static final int MESSAGES = 5_000;

    private final long seed = Long.getLong("seed", System.nanoTime());

    @Test
    void shouldLoseNothingAndKeepOrderWhenTheWorkerFailsAtRandom() throws Exception {
        System.out.println("seed " + seed);
        AtomicInteger completed = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        try (CheckpointingWorker worker = new CheckpointingWorker(new Random(seed), 700);
                LinkFixture fixture = new LinkFixture(LinkFixture.options(true, worker.address())
                        .withReconnect(Duration.ofMillis(1), Duration.ofMillis(10), 0.5, 0)
                        .withMaxPending(3_000, 1 << 20))) {
            CountDownLatch writers = new CountDownLatch(THREADS);
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                new Thread(() -> {
                    try {
                        for (int i = 0; i < MESSAGES; i++) {
                            write(fixture, "stream " + thread % STREAMS, thread + ":" + i, completed, failed);
                        }
                    } finally {
                        writers.countDown();
                    }
                }, "stress-" + t).start();
            }
            await().atMost(Duration.ofSeconds(120)).until(() -> {
                worker.checkpoint();
                return writers.getCount() == 0;
            });
            worker.recover();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                worker.checkpoint();
                return completed.get() + failed.get() == THREADS * MESSAGES;
            });

            assertThat(failed).hasValue(0);
            assertThat(worker.complaints()).isEmpty();
            worker.processed().forEach(SessionLinkStressTest::checkOrder);
            Set<String> distinct = new HashSet<>();
            worker.processed().values().forEach(distinct::addAll);
            assertThat(distinct).hasSize(THREADS * MESSAGES);
            assertThat(fixture.metrics.get(Metric.GAPS)).isZero();
            assertThat(fixture.metrics.get(Metric.PENDING)).isZero();
            assertThat(fixture.metrics.get(Metric.PENDING_BYTES)).isZero();
            System.out.println("faults " + worker.faults() + ", reconnects " + fixture.metrics.get(Metric.RECONNECTS)
                    + ", sent " + fixture.metrics.get(Metric.SENT) + ", replayed "
                    + fixture.metrics.get(Metric.REPLAYED));
        }
    }

    private static void write(LinkFixture fixture, String stream, String text, AtomicInteger completed,
            AtomicInteger failed) {
        try {
            Result result = new Result() {
                @Override
                public void completed(Exception reason) {
                    super.completed(reason);
                    (reason == null ? completed : failed).incrementAndGet();
                }
            };
            if (fixture.write(stream, SourceMessage.AUTOMATIC, text, result)) {
                result.completed(null);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Each thread's messages, counted when they came first, came in order. */
    private static void checkOrder(String stream, List<String> processed) {
        List<List<Integer>> firsts = new ArrayList<>();
        IntStream.range(0, THREADS).forEach(t -> firsts.add(new ArrayList<>()));
        Set<String> seen = new HashSet<>();
        for (String text : processed) {
            if (seen.add(text)) {
                String[] parts = text.split(":");
                firsts.get(Integer.parseInt(parts[0])).add(Integer.parseInt(parts[1]));
            }
        }
        for (List<Integer> numbers : firsts) {
            assertThat(numbers).as(stream).isSorted();
            if (!numbers.isEmpty()) {
                assertThat(numbers).as(stream).hasSize(MESSAGES);
            }
        }
    }
}
