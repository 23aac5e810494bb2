package io.github.camelwallaroo.routes.support.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.testservices.s3.S3Server;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A resilient worker, s3_bucket_sink, S3: what is in the bucket against what went into the worker. */
@Timeout(300)
class S3BucketSinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    /** In ms: objects end when they are full, however slowly messages come. */
    private static final int AN_HOUR = 3_600_000;

    private static S3Server server;

    @TempDir
    private Path folder;

    private TestBucket bucket;
    private NumberFeed feed;
    private RunningConnector sink;

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Server.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = TestBucket.create(server);
    }

    @AfterEach
    void stop() {
        if (sink != null) {
            sink.close();
        }
        if (feed != null) {
            feed.close();
        }
        bucket.close();
    }

    @Test
    void shouldPutAnObjectForEachMessageCalledAfterItsKey() throws Exception {
        start("key-value", Map.of("prefix", "numbers/", "suffix", ".txt", "content_type", "text/plain"));

        feed.send(1_000);

        await().atMost(PATIENCE).until(() -> bucket.names().size() == 1_000);
        assertThat(bucket.names()).containsExactlyInAnyOrderElementsOf(
                feed.all().stream().map(each -> "numbers/" + each + ".txt").toList());
        assertThat(bucket.content("numbers/n777.txt")).isEqualTo("n777");
        HeadObjectResponse head = bucket.head("numbers/n777.txt");
        assertThat(head.contentType()).isEqualTo("text/plain");
        assertThat(head.metadata().get("wallaroo-message-id")).startsWith("archive%2F");
        awaitUp();
    }

    @Test
    void shouldHaveEachMessageOnceAndInOrderWhenManyAreInOneObject() throws Exception {
        start("text", Map.of("batchMessages", 500, "linger", AN_HOUR));

        feed.send(10_000);

        awaitAll();
        assertThat(bucket.names()).hasSize(20)
                .allMatch(each -> each.matches("archive/.+/[0-9]{19}/[0-9]{19}"));
        assertThat(bucket.head(bucket.names().get(0)).metadata()).containsKeys("wallaroo-messages", "wallaroo-last");
    }

    @Test
    void shouldHaveEachMessageOnceAndInOrderWhenS3IsKilledAndThenTheWorker() throws Exception {
        assumeTrue(server.isOurs(), "somebody else's S3 is not killed");
        start("text", Map.of("batchMessages", 200, "linger", 500));
        feed.send(3_000);
        await().atMost(PATIENCE).until(() -> !bucket.names().isEmpty());

        server.kill();
        feed.send(2_000);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.serviceHealth()).startsWith("DOWN").contains("endpoint"));
        server.restart();
        feed.send(2_000);
        feed.killWorker();
        feed.send(1_000);
        feed.restartWorker();
        feed.send(2_000);

        awaitAll();
        awaitUp();
    }

    @Test
    void shouldHaveNoObjectWithMessagesOfTwoCheckpointsWhenOneIsToEndWithEach() throws Exception {
        start("text", Map.of("batchMessages", 2_000, "batchPerCheckpoint", true, "linger", AN_HOUR));

        for (int i = 0; i < 5; i++) {
            feed.send(10);
            feed.checkpoint();
        }

        List<String> lines = await().atMost(PATIENCE).until(bucket::lines, found -> found.size() >= 40);
        assertThat(lines).hasSizeLessThan(50).isEqualTo(feed.all().subList(0, lines.size()));
    }

    @Test
    void shouldPutWhatItHasWhenItIsStopped() throws Exception {
        start("text", Map.of("batchMessages", 2_000, "linger", AN_HOUR));
        feed.send(300);
        await().atMost(PATIENCE).until(() -> inFlight() == 300);

        sink.close();

        awaitAll();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(bucket.names()).hasSize(1));
        start(feed, Map.of("batchMessages", 2_000, "linger", 500));
        feed.send(10);
        awaitAll();
    }

    @Test
    void shouldLeaveObjectsOfOthersAloneWhenOneStandsInTheWay() throws Exception {
        start("text", Map.of("batchMessages", 10, "linger", AN_HOUR));
        feed.send(10);
        String first = await().atMost(PATIENCE).until(bucket::names, names -> names.size() == 1).get(0);
        String next = first.replaceFirst("[0-9]{19}$",
                String.format("%019d", String.join("", feed.all()).length()));
        bucket.put(next, "somebody else's");

        feed.send(10);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.serviceHealth()).startsWith("DOWN").contains(next, "prefix"));
        assertThat(bucket.content(next)).isEqualTo("somebody else's");
    }

    private void start(String format, Map<String, Object> more) throws Exception {
        feed = new NumberFeed(folder, format);
        start(feed, more);
    }

    private void start(NumberFeed from, Map<String, Object> more) {
        sink = RunningConnector.start("s3_bucket_sink", NumberFeed.SINK, from.parameters(bucket.parameters(), more));
    }

    private void awaitUp() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(sink.serviceHealth()).startsWith("UP"));
    }

    private int inFlight() {
        return sink.context().getInflightRepository().size();
    }

    private void awaitAll() {
        List<String> expected = feed.all();
        // An object that is listed and not given yet is missing once, and not the next time.
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    List<String> lines = bucket.lines();
                    int same = 0;
                    while (same < lines.size() && same < expected.size()
                            && lines.get(same).equals(expected.get(same))) {
                        same++;
                    }
                    // Of thousands of lines nobody would see which one it is.
                    assertThat(lines.subList(same, Math.min(lines.size(), same + 1)))
                            .as("behind %d of %d lines, in %d objects", same, lines.size(), bucket.names().size())
                            .isEqualTo(expected.subList(same, Math.min(expected.size(), same + 1)));
                });
    }
}
