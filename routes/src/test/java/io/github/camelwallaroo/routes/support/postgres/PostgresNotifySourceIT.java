package io.github.camelwallaroo.routes.support.postgres;

import static io.github.camelwallaroo.routes.support.postgres.Patience.healthSays;
import static io.github.camelwallaroo.routes.support.postgres.Patience.numbers;
import static io.github.camelwallaroo.routes.support.postgres.Patience.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** postgres_notify_source with a real server and a worker with resilience. */
@Timeout(400)
class PostgresNotifySourceIT {

    private static final String CHANNEL = "Plant \"7\"";
    private static final TriggerScript SCRIPT = TriggerScript.notification("public.\"My Readings\"", CHANNEL);

    private static Postgres postgres;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> seen = TransactionalMemorySink.named("seen");
    private EmbeddedWorker worker;
    private RunningConnector source;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void start() throws Exception {
        postgres.sql("DROP TABLE IF EXISTS \"My Readings\"");
        postgres.sql("CREATE TABLE \"My Readings\" (n bigserial, value text)");
        postgres.sql(SCRIPT.install());
        worker = EmbeddedWorker.start(
                Application.named("numbers")
                        .source("numbers", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("text"),
                                String.class)
                        .toSink(seen)
                        .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(100)));
    }

    @AfterEach
    void stop() {
        if (source != null) {
            source.close();
        }
        worker.kill();
    }

    private void listen(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(
                Map.of("connection", postgres.url(), "channel", CHANNEL, "protocol", "1",
                        "resilience", true, "format", "text", "wallarooPort", worker.sourcePort("feed")));
        all.putAll(more);
        source = RunningConnector.start("postgres_notify_source", "feed", all);
        healthSays(source, "UP", "");
    }

    private static void insert(int from, int to) throws SQLException {
        postgres.sql(
                "INSERT INTO \"My Readings\" (value) SELECT 'n' || i FROM generate_series(" + from + ", " + (to - 1)
                        + ") i");
    }

    @Test
    void shouldBringWhatIsNotifiedInOrderAlsoWhileTheWorkerIsKilled() throws Exception {
        listen(Map.of("field", "value"));
        insert(0, 4_000);
        seen.awaitCommitted(1_000, Patience.LONGEST);
        worker.kill();
        insert(4_000, 8_000);
        worker = worker.restart();
        insert(8_000, 10_000);

        untilAsserted(() -> assertThat(seen.committed()).isEqualTo(numbers(0, 10_000)));
    }

    @Test
    void shouldReportTheGapWhenTheConnectionIsLostForThoseMessagesAreLostToo() throws Exception {
        assumeTrue(postgres.isOurs(), "somebody else's PostgreSQL is not stopped");
        listen(Map.of("field", "value"));
        insert(0, 100);
        untilAsserted(() -> assertThat(seen.committed()).hasSize(100));
        for (int outage = 1; outage <= 3; outage++) {
            postgres.stop();
            healthSays(source, "DOWN", "parameter connection");
            postgres.begin();
            // Nobody listens yet, or somebody does; that is what the warning says.
            insert(outage * 1_000, outage * 1_000 + 1);
            healthSays(source, "UP", "");
            insert(outage * 1_000 + 1, outage * 1_000 + 2);
            String last = "n" + (outage * 1_000 + 1);
            untilAsserted(() -> assertThat(seen.committed()).endsWith(last));
        }

        assertThat(log.lines()).filteredOn(line -> line.contains("nothing was heard from")).hasSize(3);
    }

    @Test
    void shouldLoseWhatIsNotifiedWhileItIsDownWhichTheOutboxDoesNot() throws Exception {
        listen(Map.of("field", "value"));
        insert(0, 1);
        untilAsserted(() -> assertThat(seen.committed()).hasSize(1));
        source.close();
        insert(1, 2);
        listen(Map.of("field", "value"));
        insert(2, 3);

        untilAsserted(() -> assertThat(seen.committed()).containsExactly("n0", "n2"));
    }

    @Test
    void shouldSetAsideWhatIsNoRowAndSayWhenARowIsTooLong() throws Exception {
        listen(Map.of("field", "value", "dead_letter", "file:" + folder.resolve("rejected")));
        postgres.sql("SELECT pg_notify('Plant \"7\"', 's3cret')");
        postgres.sql("INSERT INTO \"My Readings\" (value) VALUES (repeat('x', 9000)), ('n0')");

        untilAsserted(() -> assertThat(seen.committed()).containsExactly("n0"));
        untilAsserted(() -> assertThat(folder.resolve("rejected").toFile().list()).hasSize(2));
        source.close();
        assertThat(log.lines()).anyMatch(line -> line.contains("bytes does not fit into a notification"))
                .noneMatch(line -> line.contains("s3cret"));
    }

    @Test
    void shouldHandOnPayloadsAsTheyAre() throws Exception {
        listen(Map.of());
        postgres.sql("SELECT pg_notify('Plant \"7\"', 'n0'), pg_notify('plant \"7\"', 'not this')");

        untilAsserted(() -> assertThat(seen.committed()).containsExactly("n0"));
        postgres.sql(SCRIPT.drop());
        postgres.sql(SCRIPT.drop());
        insert(1, 2);
        postgres.sql("SELECT pg_notify('Plant \"7\"', 'n2')");
        untilAsserted(() -> assertThat(seen.committed()).containsExactly("n0", "n2"));
    }
}
