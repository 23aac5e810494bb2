package io.github.camelwallaroo.routes.support.postgres;

import static io.github.camelwallaroo.routes.support.postgres.Patience.healthSays;
import static io.github.camelwallaroo.routes.support.postgres.Patience.numbers;
import static io.github.camelwallaroo.routes.support.postgres.Patience.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** postgres_outbox_source with a real server and a worker with resilience. */
@Timeout(400)
class PostgresOutboxSourceIT {

    private static final int COUNT = 10_000;
    private static final TriggerScript SCRIPT = TriggerScript.outbox("readings", "wallaroo_outbox", "wallaroo_outbox");

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
        postgres.sql("DROP TABLE IF EXISTS readings, wallaroo_outbox, wallaroo_outbox_state CASCADE");
        postgres.sql("CREATE TABLE readings (n bigserial, value text)");
        postgres.sql(SCRIPT.install());
        worker = EmbeddedWorker.start(
                Application.named("numbers")
                        .source("numbers",
                                SourceConnectorConfig.named("feed")
                                        .protocol(Protocol.V1)
                                        .credits(500, 250)
                                        .format("text"),
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

    private RunningConnector source(Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(Map.of("connection", postgres.url(), "field", "value", "protocol", "1",
                "resilience", true, "format", "text", "wallarooPort", worker.sourcePort("feed")));
        all.putAll(more);
        return RunningConnector.start("postgres_outbox_source", "feed", all);
    }

    private static void insert(int from, int to) throws SQLException {
        postgres.sql("INSERT INTO readings (value) SELECT 'n' || i FROM generate_series(" + from + ", " + (to - 1)
                + ") i");
    }

    private static void outboxHas(int rows) {
        untilAsserted(() -> assertThat(postgres.sql("SELECT count(*) FROM wallaroo_outbox")).isEqualTo("" + rows));
    }

    @Test
    void shouldBringEachRowOnceAndInOrderWhenDatabaseWorkerAndConnectorAreInterrupted() throws Exception {
        source = source(Map.of());
        insert(0, 3_000);
        seen.awaitCommitted(1, Patience.LONGEST);
        if (postgres.isOurs()) {
            postgres.stop();
            healthSays(source, "DOWN", "parameter connection");
            postgres.begin();
        }
        insert(3_000, 6_000);
        seen.awaitCommitted(3_500, Patience.LONGEST);
        worker.kill();
        insert(6_000, 8_000);
        worker = worker.restart();
        seen.awaitCommitted(6_500, Patience.LONGEST);
        source.close();
        insert(8_000, COUNT);
        source = source(Map.of());

        outboxHas(0);
        assertThat(seen.committed()).isEqualTo(numbers(0, COUNT));
        healthSays(source, "UP", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"accepted", "written"})
    void shouldLoseAndRefuseNoRowWhenItIsStoppedAndStartedAmidRows(String completion) throws Exception {
        insert(0, COUNT);
        for (int i = 1; i <= 10; i++) {
            source = source(Map.of("completion", completion));
            seen.awaitCommitted(i * COUNT / 20, Patience.LONGEST);
            source.close();
        }
        source = source(Map.of("completion", completion));

        outboxHas(0);
        seen.awaitCommitted(COUNT, Patience.LONGEST);
        assertThat(seen.committed()).isEqualTo(numbers(0, COUNT));
        assertThat(log.lines()).noneMatch(line -> line.contains("not delivered"));
    }

    @Test
    void shouldBringRowsOfASlowTransactionAlthoughOthersWithGreaterIdsWereReadBefore() throws Exception {
        source = source(Map.of("keyField", "n"));
        try (Connection slow = postgres.dataSource().getConnection(); Statement sql = slow.createStatement()) {
            slow.setAutoCommit(false);
            sql.execute("INSERT INTO readings (value) VALUES ('slow')");
            insert(0, 10);
            seen.awaitCommitted(10, Patience.LONGEST);
            outboxHas(0);
            slow.commit();
        }

        seen.awaitCommitted(11, Patience.LONGEST);
        assertThat(seen.committed()).endsWith("n9", "slow").hasSize(11);
        outboxHas(0);
    }

    @Test
    void shouldStandByWhileAnotherReadsAndTakeOver() throws Exception {
        source = source(Map.of());
        insert(0, 100);
        seen.awaitCommitted(100, Patience.LONGEST);
        try (RunningConnector second = source(Map.of("instanceName", "second"))) {
            healthSays(second, "DOWN", "another connector reads this outbox (wallaroo-feed, process");
            insert(100, 200);
            seen.awaitCommitted(200, Patience.LONGEST);
            source.close();
            source = null;
            insert(200, 300);

            outboxHas(0);
            healthSays(second, "UP", "");
            assertThat(seen.committed()).isEqualTo(numbers(0, 300));
        }
    }

    @Test
    void shouldHandOverTheStreamWhenItsDatabaseConnectionIsLostAndAnotherTookTheOutbox() throws Exception {
        source = source(Map.of());
        insert(0, 100);
        seen.awaitCommitted(100, Patience.LONGEST);
        try (RunningConnector second = source(Map.of("instanceName", "second"))) {
            healthSays(second, "DOWN", "another connector reads");
            // The first one comes back at once or later; whoever has the lock then has the stream.
            for (int i = 1; i <= 5; i++) {
                postgres.sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name ="
                        + " 'wallaroo-feed'");
                insert(i * 100, i * 100 + 100);
                outboxHas(0);
            }
            assertThat(seen.committed()).containsExactlyInAnyOrderElementsOf(numbers(0, 600));
        }
    }

    @Test
    void shouldKeepWhatCannotBeSentWithTheReasonUntilThatIsMended() throws Exception {
        source = source(Map.of());
        postgres.sql("INSERT INTO readings (value) VALUES ('n0'), (NULL), (repeat('s3cret ', 4000)), ('n1')");

        seen.awaitCommitted(2, Patience.LONGEST);
        outboxHas(2);
        untilAsserted(() -> assertThat(postgres.sql("SELECT string_agg(refused, ' ' ORDER BY id) FROM wallaroo_outbox"))
                .contains("no value in field value", "16384"));
        assertThat(log.lines()).anyMatch(line -> line.contains("not delivered"))
                .noneMatch(line -> line.contains("s3cret"));
        postgres.sql(
                "UPDATE wallaroo_outbox SET payload = '{\"value\": \"n2\"}', refused = NULL WHERE refused LIKE '%field%'");
        outboxHas(1);
        assertThat(seen.committed()).containsExactly("n0", "n1", "n2");
    }

    @Test
    void shouldKeepWhatCannotBeSentWhenTheReasonCannotBeNoted() throws Exception {
        // As a connection that is lost at that moment.
        postgres.sql("CREATE OR REPLACE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION"
                + " $$not now$$; END'");
        postgres.sql("CREATE TRIGGER not_now BEFORE UPDATE OF refused ON wallaroo_outbox FOR EACH ROW EXECUTE FUNCTION"
                + " not_now()");
        source = source(Map.of());
        postgres.sql("INSERT INTO readings (value) VALUES ('n0'), (NULL), ('n1')");
        healthSays(source, "DOWN", "not now");
        seen.awaitCommitted(1, Patience.LONGEST);
        outboxHas(2);

        postgres.sql("DROP TRIGGER not_now ON wallaroo_outbox");

        seen.awaitCommitted(2, Patience.LONGEST);
        outboxHas(1);
        assertThat(postgres.sql("SELECT refused FROM wallaroo_outbox")).contains("no value in field value");
        assertThat(seen.committed()).containsExactly("n0", "n1");
        healthSays(source, "UP", "");
    }

    @Test
    void shouldSetAsideWhatCannotBeSent() throws Exception {
        source = source(Map.of("dead_letter", "file:" + folder.resolve("rejected")));
        postgres.sql("INSERT INTO readings (value) VALUES ('n0'), (NULL), ('n1')");

        seen.awaitCommitted(2, Patience.LONGEST);
        outboxHas(0);
        assertThat(folder.resolve("rejected").toFile().list()).hasSize(1);
    }

    @Test
    void shouldReadAnOutboxThatWasMadeAnewFromItsBeginning() throws Exception {
        source = source(Map.of());
        insert(0, 100);
        outboxHas(0);
        source.close();
        postgres.sql(SCRIPT.drop());
        postgres.sql("DROP TABLE wallaroo_outbox, wallaroo_outbox_state");
        postgres.sql(SCRIPT.install());
        postgres.sql(SCRIPT.install());
        insert(100, 150);

        source = source(Map.of());

        outboxHas(0);
        assertThat(seen.committed()).isEqualTo(numbers(0, 150));
    }

    @Test
    void shouldNeverUseAPositionAgainAlthoughTheDatabaseForgotIt() throws Exception {
        source = source(Map.of());
        insert(0, 100);
        outboxHas(0);
        source.close();
        // As after a restore of a backup that is older than the last rows.
        postgres.sql("UPDATE wallaroo_outbox_state SET position = 10");
        insert(100, 150);

        source = source(Map.of());

        outboxHas(0);
        assertThat(seen.committed()).isEqualTo(numbers(0, 150));
    }

    @Test
    void shouldSayHowToMakeTheOutboxAndGoOnWhenItIsThere() throws Exception {
        postgres.sql(SCRIPT.drop());
        postgres.sql("DROP TABLE wallaroo_outbox, wallaroo_outbox_state");
        source = source(Map.of());
        healthSays(source, "DOWN", "does not exist (install the trigger, with --NAME-install-trigger TABLE");

        postgres.sql(SCRIPT.install());
        insert(0, 10);

        seen.awaitCommitted(10, Patience.LONGEST);
        healthSays(source, "UP", "");
    }

    @Test
    void shouldDeleteWhatWasWrittenWhereNobodyAcknowledges() throws Exception {
        worker.kill();
        try (EmbeddedWorker plain = EmbeddedWorker.start(Application.named("numbers")
                .source("numbers", SourceConnectorConfig.named("feed").format("text"), String.class)
                .toSink(seen)
                .build())) {
            source = RunningConnector.start("postgres_outbox_source", "feed",
                    Map.of("connection", postgres.url(), "field",
                            "value", "format", "text", "wallarooPort", plain.sourcePort("feed")));
            insert(0, 1_000);

            outboxHas(0);
            untilAsserted(() -> assertThat(seen.committed()).isEqualTo(numbers(0, 1_000)));
        }
    }

    @Test
    void shouldLetWhoeverMayInsertDoSoWithoutKnowingTheOutbox() throws Exception {
        postgres.sql("DROP ROLE IF EXISTS sensor");
        postgres.sql("CREATE ROLE sensor");
        postgres.sql("GRANT INSERT ON readings TO sensor");
        postgres.sql("GRANT USAGE ON SEQUENCE readings_n_seq TO sensor");
        source = source(Map.of());

        postgres.sql("SET ROLE sensor; INSERT INTO readings (value) VALUES ('n0')");

        seen.awaitCommitted(1, Patience.LONGEST);
        assertThat(seen.committed()).isEqualTo(List.of("n0"));
        postgres.sql("DROP OWNED BY sensor");
    }
}
