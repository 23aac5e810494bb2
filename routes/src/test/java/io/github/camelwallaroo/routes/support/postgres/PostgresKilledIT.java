package io.github.camelwallaroo.routes.support.postgres;

import static io.github.camelwallaroo.routes.support.postgres.Patience.untilAsserted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.ConnectorProcess;
import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * PostgreSQL, postgres_outbox_source, a worker with resilience, postgres_insert_sink, PostgreSQL; the connectors are processes,
 * and are killed under load in turn, as often as a tenth of {@code -Dfaults} says. What comes out is what went in.
 */
@Timeout(1800)
class PostgresKilledIT {

    private static final int ROWS_BETWEEN = 500;
    private static final int AT_LEAST = 10_000;
    private static final TriggerScript SCRIPT = TriggerScript.outbox("readings", "wallaroo_outbox", "wallaroo_outbox");

    private static Postgres postgres;

    @TempDir
    private Path folder;

    private final Map<String, Object> in = new HashMap<>();
    private final Map<String, Object> out = new HashMap<>();
    private EmbeddedWorker worker;
    private ConnectorProcess source;
    private ConnectorProcess sink;
    private int inserted;

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
        postgres.sql("DROP TABLE IF EXISTS readings, results, wallaroo_outbox, wallaroo_outbox_state CASCADE");
        postgres.sql("CREATE TABLE readings (value text)");
        postgres.sql("CREATE TABLE results (n bigserial, message_id text PRIMARY KEY, value text)");
        postgres.sql(SCRIPT.install());
        worker = EmbeddedWorker.start(Application.named("echo")
                .source("all", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("text"))
                .toSink(SinkConnectorConfig.named("results").protocol(Protocol.V1).format("text"))
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(100)));
        in.putAll(Map.of("connection", postgres.url(), "field", "value", "protocol", "1", "resilience", true, "format",
                "text", "wallarooPort", worker.sourcePort("feed"), "instanceName", "one"));
        out.putAll(Map.of("connection", postgres.url(), "table", "results", "listenPort", worker.sinkPort("results"),
                "protocol", "1",
                "resilience", true, "format", "text", "transactionLog", folder.resolve("log").toString(), "maxInFlight",
                "50"));
        startSource();
        startSink();
    }

    @AfterEach
    void stop() throws InterruptedException {
        source.close();
        sink.close();
        worker.kill();
    }

    private void startSource() throws IOException {
        source = ConnectorProcess.start(folder.resolve("source.log").toFile(), "postgres_outbox_source", "feed", in);
    }

    private void startSink() throws IOException {
        sink = ConnectorProcess.start(folder.resolve("sink.log").toFile(), "postgres_insert_sink", "results", out);
    }

    @Test
    void shouldHaveEachRowOnceAndInOrderHoweverOftenTheConnectorsAreKilled() throws Exception {
        int kills = Math.max(4, Integer.getInteger("faults", 20) / 10);
        try {
            for (int kill = 0; kill < kills; kill++) {
                int before = results();
                insert(Math.max(ROWS_BETWEEN, AT_LEAST / kills));
                await().atMost(Patience.LONGEST).until(() -> results() > before);
                if (kill % 2 == 0) {
                    sink.kill();
                    startSink();
                } else {
                    source.kill();
                    startSource();
                }
            }
            untilAsserted(() -> assertThat(results()).isEqualTo(inserted));
            untilAsserted(() -> assertThat(postgres.sql("SELECT count(*) FROM wallaroo_outbox")).isEqualTo("0"));
        } catch (Throwable e) {
            for (String log : List.of("source.log", "sink.log")) {
                System.out.println("-- " + log + "\n" + Files.readString(folder.resolve(log)));
            }
            throw e;
        }
        assertThat(postgres.sql("SELECT count(*) || ' ' || count(DISTINCT value) FROM results"))
                .isEqualTo(inserted + " " + inserted);
        assertThat(postgres.sql("SELECT count(*) FROM (SELECT substr(value, 2)::int AS v, lag(substr(value, 2)::int)"
                + " OVER (ORDER BY n) AS before FROM results) r WHERE v < before")).isEqualTo("0");
        System.out.printf("%d rows, %d kills%n", inserted, kills);
    }

    private void insert(int rows) throws SQLException {
        postgres.sql("INSERT INTO readings SELECT 'n' || i FROM generate_series(" + inserted + ", "
                + (inserted + rows - 1) + ") i");
        inserted += rows;
    }

    private static int results() throws SQLException {
        return Integer.parseInt(postgres.sql("SELECT count(*) FROM results"));
    }
}
