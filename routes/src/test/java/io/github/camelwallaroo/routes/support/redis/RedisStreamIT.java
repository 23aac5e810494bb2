package io.github.camelwallaroo.routes.support.redis;

import static io.github.camelwallaroo.routes.support.redis.RedisFixture.PATIENCE;
import static io.github.camelwallaroo.routes.support.redis.RedisFixture.STREAM;
import static io.github.camelwallaroo.routes.support.redis.RedisFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.routes.support.StandingWorker;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamPendingEntry;

/** What redis_stream_source does when its process is killed, and its group or its entries are taken away. */
@Timeout(240)
class RedisStreamIT {

    /** How often the process is killed. */
    private static final int KILLS = Integer.getInteger("redis.kills", 4);
    /** However slow the machine is. */
    private static final long NEVER_MILLIS = Duration.ofDays(1).toMillis();

    private static RedisService redis;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private RedisFixture fixture;

    @BeforeAll
    static void startRedis() throws IOException {
        redis = RedisService.start();
    }

    @AfterAll
    static void stopRedis() throws IOException {
        redis.close();
    }

    @BeforeEach
    void start() throws IOException {
        fixture = new RedisFixture(redis, folder);
        fixture.startWorkerIntoMemory();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void shouldLoseNothingAndKeepTheOrderWhenItsProcessIsKilledAgainAndAgain() throws Exception {
        Map<String, String> parameters = new HashMap<>();
        fixture.sourceParameters(Map.of("stream", STREAM))
                .forEach((name, value) -> parameters.put(name, value.toString()));
        int added = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int before = fixture.seen().size();
            try (ConnectorProcess process = ConnectorProcess.start("redis_stream_source", "feed", parameters)) {
                for (int batch = 0; batch < 10; batch++) {
                    fixture.add(added, added + 200);
                    added += 200;
                }
                await().atMost(PATIENCE).until(() -> fixture.seen().size() > before);
                fixture.add(added, added + 200);
                added += 200;
                process.kill();
            }
        }
        int all = added;
        try (ConnectorProcess last = ConnectorProcess.start("redis_stream_source", "feed", parameters)) {
            await().atMost(PATIENCE).until(() -> new LinkedHashSet<>(fixture.seen()).size() == all);
            fixture.awaitNothingPending();
            assertThat(last.isAlive()).isTrue();
        }
        assertThat(new LinkedHashSet<>(fixture.seen())).containsExactlyElementsOf(numbers(0, all));
        System.out.printf("%d kills, %d entries, none lost, %d of them twice%n", KILLS, all,
                fixture.seen().size() - all);
    }

    @Test
    void shouldMakeTheGroupAgainWhereItStoodWhenItIsDeleted() throws Exception {
        fixture.startStreamSource(Map.of());
        fixture.add(0, 1_000);
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 1_000);
        fixture.awaitNothingPending();

        fixture.client().xgroupDestroy(STREAM, "wallaroo");
        fixture.add(1_000, 1_100);

        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 1_100);
        assertThat(fixture.seen()).isEqualTo(numbers(0, 1_100));
        assertThat(groupsMade()).hasSize(1);
        assertThat(log.lines()).noneMatch(line -> line.contains("cannot be used"));
    }

    @Test
    void shouldBeginANewStreamAtItsBeginningWhenTheOldOneIsDeleted() throws Exception {
        fixture.startStreamSource(Map.of());
        fixture.add(0, 100);
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 100);
        fixture.awaitNothingPending();

        fixture.client().del(STREAM);
        fixture.client().xadd(STREAM, new StreamEntryID(2, 0), Map.of("value", "n100"));
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 101);
        fixture.client().del(STREAM);
        fixture.client().xadd(STREAM, new StreamEntryID(1, 0), Map.of("value", "n101"));

        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 102);
        assertThat(fixture.seen()).isEqualTo(numbers(0, 102));
        assertThat(groupsMade()).isNotEmpty();
    }

    @Test
    void shouldCountWhatWasTrimmedWhileItWasPending() throws Exception {
        fixture.client().xgroupCreate(STREAM, "wallaroo", new StreamEntryID(0, 0), true);
        fixture.add(0, 20);
        take("wallaroo", 7);
        take("gone", 5);
        fixture.client().xtrim(STREAM, 10, false);

        fixture.startStreamSource(Map.of("claimIdle", 500));

        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 10);
        fixture.awaitNothingPending();
        assertThat(new LinkedHashSet<>(fixture.seen())).containsExactlyInAnyOrderElementsOf(numbers(10, 20));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN feed: stream readings"
                                + " was trimmed") && line.contains(" are lost since the start")));
    }

    @Test
    void shouldSayThatEntriesWereTrimmedBeforeTheyWereRead() throws Exception {
        fixture.add(0, 30);
        RunningConnector source = fixture.startStreamSource(Map.of("prefetch", 10));
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 30);
        fixture.awaitNothingPending();
        fixture.killWorker();
        fixture.add(30, 100);
        // They are on their way, so it has looked which one is next.
        await().atMost(PATIENCE).until(() -> source.context().getInflightRepository().size() == 10);

        fixture.client().xtrim(STREAM, 20, false);
        fixture.restartWorker();

        await().atMost(PATIENCE)
                .until(() -> new LinkedHashSet<>(fixture.seen()).containsAll(numbers(80, 100)));
        assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN feed: stream readings was trimmed")
                && line.contains("was the next to be read"));
        assertThat(fixture.seen()).containsAll(numbers(30, 40)).doesNotContainAnyElementsOf(numbers(41, 80));
    }

    @Test
    void shouldKeepWhatIsUnderWayFromBeingTakenOverWhileTheWorkerIsAway() throws Exception {
        fixture.startStreamSource(Map.of("claimIdle", 2_000));
        fixture.add(0, 10);
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 10);
        fixture.awaitNothingPending();
        fixture.killWorker();
        fixture.add(10, 20);
        fixture.awaitPending(10);
        StreamEntryID first = idle().get(0).getID();

        // That is longer than anybody may leave it alone.
        for (int i = 0; i < 3; i++) {
            awaitTouched();
        }

        assertThat(idle()).hasSize(10)
                .allMatch(each -> each.getConsumerName().equals("wallaroo") && each.getDeliveredTimes() == 1);
        assertThat(idle().get(0).getID()).isEqualTo(first);
        fixture.restartWorker();
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 20);
        fixture.awaitNothingPending();
        assertThat(fixture.seen()).isEqualTo(numbers(0, 20));
    }

    @Test
    void shouldLetGoOfEveryEntryAndDeliverItAgainWhenItIsStoppedWhileTheWorkerStandsStill() throws Exception {
        // More than the buffers of both sockets take.
        List<String> large = numbers(0, 2_000).stream().map(number -> number + "x".repeat(8_000)).toList();
        try (StandingWorker standing = new StandingWorker()) {
            RunningConnector source = fixture.startStreamSource(Map.of("wallarooPort", standing.port(), "claimIdle",
                    NEVER_MILLIS));
            // One by one, so that the reading thread itself writes, and is held.
            large.forEach(value -> fixture.add(List.of(value)));

            source.context().getRouteController().stopRoute("feed", 1, TimeUnit.SECONDS);

            await().atMost(PATIENCE).until(() -> source.context().getInflightRepository().size("feed") == 0);
            source.close();
            assertThat(fixture.client().xlen(STREAM)).isEqualTo(2_000);
            assertThat(fixture.pending()).isPositive();
        }

        fixture.startStreamSource(Map.of("claimIdle", NEVER_MILLIS));

        await().atMost(PATIENCE).until(() -> fixture.seen().size() >= 2_000);
        fixture.awaitNothingPending();
        assertThat(fixture.seen()).isEqualTo(large);
    }

    /** Only somebody who touches an entry makes its idle time shorter. */
    private void awaitTouched() {
        AtomicLong last = new AtomicLong();
        await().atMost(PATIENCE).until(() -> {
            long now = idle().get(0).getIdleTime();
            return now < last.getAndSet(now);
        });
    }

    private List<StreamPendingEntry> idle() {
        return fixture.client()
                .xpending(STREAM, "wallaroo", new XPendingParams("-", "+", 100));
    }

    private void take(String consumer, int count) {
        fixture.client()
                .xreadGroup("wallaroo", consumer, XReadGroupParams.xReadGroupParams().count(count),
                        Map.of(STREAM, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY));
    }

    private List<String> groupsMade() {
        return log.lines().stream().filter(line -> line.contains("was gone; it is made again")).toList();
    }
}
