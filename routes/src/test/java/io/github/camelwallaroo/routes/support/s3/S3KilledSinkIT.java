package io.github.camelwallaroo.routes.support.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.ConnectorProcess;
import io.github.camelwallaroo.testservices.s3.S3Server;

/**
 * {@code s3_bucket_sink} with many messages in an object, in a process that is killed again and again while it writes: the
 * objects, one behind the other, are what the worker put out. More often with {@code -Ds3.kills=20}.
 */
@Timeout(600)
class S3KilledSinkIT {

    private static final int KILLS = Integer.getInteger("s3.kills", 3);
    private static final int LEAST = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final Random random = new Random(4711);
    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void shouldHaveEachMessageOnceAndInOrderHoweverOftenItsProcessIsKilled() throws Exception {
        try (S3Server server = S3Server.start();
                TestBucket bucket = TestBucket.create(server);
                NumberFeed feed = new NumberFeed(folder, "text")) {
            Map<String, Object> parameters = feed.parameters(bucket.parameters(),
                    Map.of("batchMessages", 40, "linger", 40, "deliveredFlushMessages", 20));
            File log = folder.resolve("sink.log").toFile();
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                while (!enough.get() || feed.sent() < LEAST) {
                    feed.send(500);
                    // No more than the sink writes between two kills: it is to be killed while it works.
                    await().atMost(PATIENCE).until(() -> enough.get() || feed.sent() - written(bucket) < 2_000);
                }
            });

            for (int i = 0; i < KILLS; i++) {
                try (ConnectorProcess sink = ConnectorProcess.start(log, "s3_bucket_sink", NumberFeed.SINK,
                        parameters)) {
                    int objects = bucket.names().size() + 1 + random.nextInt(20);
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(10))
                            .until(() -> bucket.names().size() >= objects || sending.isDone());
                }
            }
            enough.set(true);
            sending.join();
            try (ConnectorProcess sink = ConnectorProcess.start(log, "s3_bucket_sink", NumberFeed.SINK, parameters)) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> written(bucket) >= feed.sent());
            }

            assertThat(bucket.lines()).isEqualTo(feed.all());
            System.out.println("process killed " + (KILLS + 1) + " times: " + feed.sent() + " messages in "
                    + bucket.names().size() + " objects, none lost, none twice; " + Files.readAllLines(log.toPath())
                            .stream()
                            .filter(line -> line.contains("is there already"))
                            .count()
                    + " objects found of which the process before did not know that it had put them");
        }
    }

    private static int written(TestBucket bucket) {
        return bucket.names().isEmpty() ? 0 : bucket.messages();
    }
}
