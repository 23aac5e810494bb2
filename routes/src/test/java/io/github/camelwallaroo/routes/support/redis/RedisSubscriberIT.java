package io.github.camelwallaroo.routes.support.redis;

import static io.github.camelwallaroo.routes.support.redis.RedisFixture.PATIENCE;
import static io.github.camelwallaroo.routes.support.redis.RedisFixture.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import org.apache.camel.component.mock.MockEndpoint;
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
import redis.clients.jedis.Protocol;

/** What is published to a real Redis server, through redis_subscriber_source into an embedded worker. */
@Timeout(180)
class RedisSubscriberIT {

    private static final int COUNT = 10_000;
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
    void shouldBringAllInOrderAlsoWhenTheWorkerIsKilled() throws Exception {
        startSource("readings.*", "PSUBSCRIBE");

        fixture.publish("readings.plant", 0, COUNT);
        await().atMost(PATIENCE).until(() -> fixture.seen().size() == COUNT);
        assertThat(fixture.seen()).isEqualTo(numbers(0, COUNT));
        fixture.killWorker(() -> fixture.publish("readings.field", COUNT, COUNT + 1_000));

        await().atMost(PATIENCE).until(() -> new HashSet<>(fixture.seen()).size() == COUNT + 1_000);
    }

    @Test
    void shouldReportEachOfThreeGapsOnceAndHearWhatIsPublishedBehindThem() throws Exception {
        assumeTrue(redis.isOurs(), "stops Redis, which is not ours");
        RunningConnector source = startSource("readings,others", "SUBSCRIBE");

        for (int outage = 1; outage <= 3; outage++) {
            fixture.restartRedis(() -> RedisFixture.awaitDown(source, "nobody listens"));
            RedisFixture.awaitUp(source);
            int expected = outage;
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(gaps()).hasSize(expected));
            fixture.publish(outage % 2 == 0 ? "others" : "readings", outage * 10, outage * 10 + 10);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(fixture.seen()).isEqualTo(numbers(10, expected * 10 + 10)));
        }
        assertThat(gaps()).hasSize(3).allMatch(line -> line.matches(".* for [0-9]+ ms; .*"));
        assertThat(log.lines()).filteredOn(line -> line.contains("nobody listens")).hasSize(3);
    }

    @Test
    void shouldReportTheGapWhenRedisCutsTheConnection() throws Exception {
        RunningConnector source = startSource("readings", "SUBSCRIBE");

        fixture.client().sendCommand(Protocol.Command.CLIENT, "KILL", "TYPE", "pubsub");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(gaps()).hasSize(1));
        assertThat(log.lines()).noneMatch(line -> line.contains("cannot be used"));
        fixture.publish("readings", 0, 10);
        await().atMost(PATIENCE).until(() -> fixture.seen().equals(numbers(0, 10)));
        assertThat(source.serviceHealth()).startsWith("UP");
    }

    @Test
    void shouldTakeJavaObjectsForTheBytesThatTheyAre() throws Exception {
        startSource("readings", "SUBSCRIBE");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new java.util.ArrayList<>(List.of("hostile")));
        }

        fixture.client().publish("readings".getBytes(StandardCharsets.UTF_8), bytes.toByteArray());
        fixture.publish("readings", 0, 1);

        await().atMost(PATIENCE).until(() -> fixture.seen().size() == 2);
        assertThat(fixture.seen()).containsExactly(bytes.toString(StandardCharsets.ISO_8859_1), "n0");
    }

    @Test
    void shouldSetAsideWhatTheFormatRefuses() throws Exception {
        RunningConnector source = fixture.startSource("redis_subscriber_source",
                Map.of("topic", "readings", "format", "int32", "dead_letter", "mock:rejected"));
        MockEndpoint rejected = source.context().getEndpoint("mock:rejected", MockEndpoint.class);
        RedisFixture.awaitUp(source);

        fixture.publish("readings", 0, 1);

        await().atMost(PATIENCE).until(() -> rejected.getExchanges().size() == 1);
        assertThat(rejected.getExchanges().get(0).getMessage().getBody(String.class)).isEqualTo("n0");
        assertThat(rejected.getExchanges().get(0).getMessage().getHeaders())
                .containsEntry("wallaroo-connector", "feed")
                .containsEntry("wallaroo-stream", "readings")
                .doesNotContainKey("wallaroo-position")
                .extractingByKey("wallaroo-cause")
                .asString()
                .contains("int32");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.startsWith("WARN feed: 1 message gone to the dead letter")));
    }

    private RunningConnector startSource(String topic, String command) {
        RunningConnector source = fixture.startSource("redis_subscriber_source",
                Map.of("topic", topic, "command", command));
        RedisFixture.awaitUp(source);
        return source;
    }

    private List<String> gaps() {
        return log.lines().stream().filter(line -> line.contains("nothing was heard from")).toList();
    }
}
