package io.github.camelwallaroo.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Completion;

/** Many messages in flight, and completions that send again. */
@Timeout(120)
class SessionLinkLoadTest {

    private static final int MANY = 50_000;

    /** Of other tests, whose links may still be ending. */
    private final Set<Thread> before = Thread.getAllStackTraces().keySet();
    private final CheckpointingWorker worker = new CheckpointingWorker(new Random(1), 0);
    private LinkFixture fixture = new LinkFixture(options());

    private SourceOptions options() {
        return LinkFixture.options(true, worker.address()).withMaxPending(MANY, 64L << 20);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
        worker.close();
    }

    private void send(String text, Completion completion) {
        try {
            byte[] payload = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            fixture.link.send(SourceMessage.of(text), null, payload, completion);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private int threads() {
        return (int) Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(each -> each.getName().startsWith("wallaroo-source-feed") && !before.contains(each))
                .count();
    }

    @Test
    void shouldCompleteFiftyThousandInBatchesWithoutAThreadEach() {
        fixture.close();
        fixture = new LinkFixture(options(), LinkFixture.PATIENT);
        AtomicInteger completed = new AtomicInteger();
        Set<Thread> used = new HashSet<>();
        // The worker has the last message before its first checkpoint comes: all of them are in flight at once.
        CheckpointingWorker.Checkpoints held = worker.holdCheckpoints();
        for (int i = 0; i < MANY; i++) {
            send("message " + i, failure -> {
                used.add(Thread.currentThread());
                completed.incrementAndGet();
            });
        }
        assertThat(fixture.metrics.get(Metric.PENDING)).isEqualTo(MANY);
        assertThat(threads()).as("connection, writer").isLessThan(6);
        await().until(() -> worker.processed().values().stream().mapToInt(each -> each.size()).sum() == MANY);
        assertThat(completed).hasValue(0);
        held.release();

        await().until(() -> completed.get() == MANY);
        assertThat(used).hasSize(1);
        assertThat(worker.complaints()).isEmpty();
        await().until(() -> fixture.metrics.get(Metric.PENDING) == 0);
    }

    @Test
    void shouldKeepGoingWhenEachCompletionSendsTheNext() {
        AtomicInteger left = new AtomicInteger(MANY);
        AtomicInteger completed = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            send("first", new Completion() {
                @Override
                public void completed(Exception failure) {
                    assertThat(failure).isNull();
                    completed.incrementAndGet();
                    if (left.decrementAndGet() > 0) {
                        send("next", this);
                    }
                }
            });
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            worker.checkpoint();
            return left.get() <= 0 && fixture.metrics.get(Metric.PENDING) == 0;
        });
        assertThat(completed).hasValueGreaterThanOrEqualTo(MANY);
        await().untilAsserted(() -> assertThat(threads()).isLessThan(8));
    }

    @Test
    void shouldNotDeadlockWhenCompletionsSendAgainAndWait() {
        AtomicInteger chains = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            send("first", failure -> {
                Result next = new Result();
                send("second", next);
                try {
                    if (next.await() == null) {
                        chains.incrementAndGet();
                    }
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            worker.checkpoint();
            return chains.get() == 5;
        });
    }

    @Test
    void shouldNotDeadlockWhenTheBufferIsFullAndCompletionsSendTwo() {
        try (LinkFixture small = new LinkFixture(
                LinkFixture.options(true, worker.address()).withMaxPending(10, 1 << 20))) {
            AtomicInteger left = new AtomicInteger(2_000);
            AtomicInteger completed = new AtomicInteger();
            Completion two = new Completion() {
                @Override
                public void completed(Exception failure) {
                    completed.incrementAndGet();
                    for (int i = 0; i < 2 && left.getAndDecrement() > 0; i++) {
                        try {
                            byte[] payload = {1};
                            small.link.send(SourceMessage.of("x"), null, payload, this);
                        } catch (Exception e) {
                            throw new AssertionError(e);
                        }
                    }
                }
            };
            two.completed(null);
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                worker.checkpoint();
                return completed.get() == 2_001;
            });
        }
    }
}
