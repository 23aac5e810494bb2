package io.github.camelwallaroo.routes.support.rabbitmq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.testservices.faults.Patience;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * The process of {@code rabbitmq_source} is killed (SIGKILL) again and again while messages come, every other time together with
 * the worker: then a message is nowhere but in a checkpoint and in the queue. A quarter of {@code -Dfaults} times, at most 20.
 */
@Timeout(600)
class RabbitKilledSourceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int BATCH = 50;
    private static final int AHEAD = 5_000;

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private final String queue = "killed-" + Long.toHexString(System.nanoTime());
    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void shouldLoseNothingWhenItsProcessIsKilledAgainAndAgain() throws Exception {
        int kills = Math.max(2, Math.min(20, Integer.getInteger("faults", 20) / 4));
        EmbeddedWorker worker = startWorker();
        try (RabbitService broker = RabbitService.start();
                Connection connection = RabbitAddress.client(broker.url(), "").newConnection()) {
            connection.createChannel().queueDeclare(queue, true, false, false, null);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(connection));
            for (int kill = 0; kill < kills; kill++) {
                try (ChildJvm feed = feed(broker, worker)) {
                    feed.awaitLine("started");
                    int before = distinct().size();
                    // It has fed the worker, and goes on.
                    await().atMost(PATIENCE).until(() -> distinct().size() > before + BATCH);
                    assertThat(sending).as("messages come still").isNotDone();
                    feed.kill();
                }
                if (kill % 2 == 1) {
                    worker.kill();
                    worker = worker.restart();
                }
            }
            enough.set(true);
            sending.join();
            try (ChildJvm feed = feed(broker, worker)) {
                await().atMost(PATIENCE).until(() -> distinct().size() == sent.get());
            }
            assertThat(distinct()).isEqualTo(
                    IntStream.range(0, sent.get()).mapToObj(i -> "n" + i).collect(Collectors.toSet()));
            System.out.println("killed " + kills + " times: " + sent + " sent, 0 lost, "
                    + (seen.committed().size() - sent.get()) + " twice");
            connection.createChannel().queueDelete(queue);
        } finally {
            enough.set(true);
            worker.kill();
        }
    }

    private ChildJvm feed(RabbitService broker, EmbeddedWorker worker) throws Exception {
        return ChildJvm.start(RabbitFeed.class, "128m", broker.url(), queue, "" + worker.sourcePort("feed"));
    }

    private Set<String> distinct() {
        return new HashSet<>(seen.committed());
    }

    /** A few at a time, each few safe with the broker before the next, and not too far ahead of whoever is killed. */
    private void send(Connection connection) {
        try (Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            while (!enough.get()) {
                Patience.until("messages taken", () -> enough.get() || sent.get() - distinct().size() < AHEAD);
                for (int i = 0; i < BATCH; i++) {
                    channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC,
                            ("n" + sent.get()).getBytes(UTF_8));
                    sent.incrementAndGet();
                }
                channel.waitForConfirmsOrDie();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private EmbeddedWorker startWorker() throws Exception {
        return EmbeddedWorker.start(Application.named("numbers")
                .source("numbers", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("text"),
                        String.class)
                .toSink(seen)
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(200)));
    }
}
