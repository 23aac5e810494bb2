package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.ConnectorProcess;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * A source that stands still until AWS' iterators have expired, which takes five minutes. For people: run it by its name,
 * {@code -Dit.test=KinesisStall}; what it shows, {@code ShardsTest} shows in a moment.
 */
class KinesisStall {

    private static final Duration LIFE_OF_ITERATORS = Duration.ofMinutes(5).plusSeconds(15);

    @TempDir
    private Path folder;

    @Test
    void shouldLoseNothingWhenItStoodStillForFiveMinutes() throws Exception {
        try (KinesisService service = KinesisService.start();
                FeedFixture fixture = new FeedFixture(service, folder, Map.of("iteratorType", "LATEST"))) {
            ConnectorProcess feed = fixture.startFeed();
            Path journal = folder.resolve("journal").resolve("shards-kinesis-" + fixture.streams().name("in"));
            // From then on it is noted what "latest" was.
            await().atMost(FeedFixture.PATIENCE).ignoreExceptions().until(() -> Files.size(journal) > 100);
            fixture.streams().send("in", 0, 500);
            fixture.awaitArrived(500);
            String shard = fixture.streams().shards("in").get(0).shardId();
            String iterator = service.client()
                    .getShardIterator(request -> request.streamName(fixture.streams().name("in"))
                            .shardId(shard)
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator();

            feed.suspend();
            Instant since = Instant.now();
            fixture.streams().send("in", 500, 1_000);
            fixture.streams().split("in");
            fixture.streams().send("in", 1_000, 1_500);
            await().atMost(LIFE_OF_ITERATORS.plusMinutes(1))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> Duration.between(since, Instant.now()).compareTo(LIFE_OF_ITERATORS) > 0);
            assertThatThrownBy(() -> service.client().getRecords(request -> request.shardIterator(iterator)))
                    .isInstanceOf(ExpiredIteratorException.class);
            feed.resume();

            fixture.awaitArrived(1_500);
            assertThat(fixture.arrived().distinct()).isEqualTo(1_500);
            System.out.println("stood still for " + Duration.between(since, Instant.now()).toSeconds()
                    + " s: 1500 sent, 0 lost, " + fixture.arrived().repeated() + " twice");
        }
    }
}
