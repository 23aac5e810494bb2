package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.routes.support.once.Postgres;

/** postgres_insert_sink behind a worker with resilience, with a real server. */
@Timeout(300)
class PostgresInsertSinkIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private static Postgres postgres;

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    @TempDir
    private Path folder;

    private RunningConnector sink;
    private Echo echo;

    @BeforeAll
    static void startPostgres() throws IOException {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopPostgres() throws IOException {
        postgres.close();
    }

    @BeforeEach
    void makeTable() throws SQLException {
        postgres.sql("DROP TABLE IF EXISTS readings");
        postgres.sql("CREATE TABLE readings (n bigserial, message_id text PRIMARY KEY, value text)");
    }

    @AfterEach
    void stop() {
        if (sink != null) {
            sink.close();
        }
        if (echo != null) {
            echo.close();
        }
    }

    @Test
    void shouldInsertEachMessageOnceAndInOrderWhenDatabaseAndWorkerAreInterrupted() throws Exception {
        start(Map.of("table", "readings"));
        echo.send(numbers(0, 4_000));
        await().atMost(PATIENCE).until(() -> !count().equals("0"));
        if (postgres.isOurs()) {
            postgres.stop();
            echo.send(numbers(4_000, 6_000));
            healthSays("DOWN", "parameter connection");
            postgres.begin();
        }
        echo.send(numbers(postgres.isOurs() ? 6_000 : 4_000, 8_000));
        await().atMost(PATIENCE).until(() -> Integer.parseInt(count()) > 4_000);
        echo.kill();
        echo.restart();
        echo.send(numbers(8_000, 10_000));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(count()).isEqualTo("10000"));
        assertThat(postgres
                .sql("SELECT md5(string_agg(value, ',' ORDER BY n)) = md5((SELECT string_agg('n' || i, ',' ORDER"
                        + " BY i) FROM generate_series(0, 9999) i)) FROM readings"))
                .isEqualTo("t");
        healthSays("UP", "");
    }

    @Test
    void shouldDoAStatementWithTheFieldsOfAJsonBody() throws Exception {
        postgres.sql("DROP TABLE IF EXISTS latest");
        postgres.sql(
                "CREATE TABLE latest (sensor text PRIMARY KEY, celsius numeric, \"at\" timestamptz, raw jsonb, tags"
                        + " text, n int DEFAULT 1)");
        start(Map.of("statement", "INSERT INTO latest VALUES (:sensor, :celsius, :at, :body, :tags /* :none ':x */)"
                + " ON CONFLICT (sensor) DO UPDATE SET celsius = EXCLUDED.celsius, n = latest.n + 1 -- :message_id"));

        echo.send(List.of("{\"sensor\": \"a\", \"celsius\": 1.10, \"at\": \"2012-01-01T00:00:00Z\", \"tags\": [\"x\"]}",
                "{\"sensor\": \"a\", \"celsius\": \"2.5\", \"at\": null, \"tags\": null}"));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(postgres.sql("SELECT concat_ws('|', sensor, celsius, \"at\" AT TIME ZONE"
                                + " 'UTC', raw->>'celsius', tags, n) FROM latest"))
                                .isEqualTo("a|2.5|2012-01-01 00:00:00|1.10|[\"x\"]|2"));
        assertThat(log.lines()).anyMatch(line -> line.contains("parameter statement has no :message_id"));
    }

    @Test
    void shouldFillKeyAndBytesAndColumnsByName() throws Exception {
        postgres.sql("DROP TABLE IF EXISTS \"Plant 7\"");
        postgres.sql("CREATE TABLE \"Plant 7\" (\"Id\" text UNIQUE, key text, \"Value\" bytea)");
        start(Map.of("table", "public.\"Plant 7\"", "columns", "\"Value\"", "keyColumn", "key", "messageIdColumn",
                "\"Id\"", "key", "latest", "format", "bytes"));

        echo.send(List.of("\u00e9"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(
                        postgres.sql("SELECT key || encode(\"Value\", 'hex') FROM \"Plant 7\""))
                        .isEqualTo("latestc3a9"));
    }

    @Test
    void shouldSetAsideWhatTheDatabaseRefusesAndGoOn() throws Exception {
        postgres.sql("ALTER TABLE readings ALTER value TYPE int USING 0, ADD CHECK (value > 0)");
        start(Map.of("table", "readings", "dead_letter", "file:" + folder.resolve("rejected")));

        echo.send(List.of("1", "s3cret", "2", "-271828", "4"));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(all()).isEqualTo("1 2 4"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(folder.resolve("rejected").toFile().list()).hasSize(2));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines()).anyMatch(line -> line.contains("gone to the dead letter")
                        && line.contains("invalid input syntax for type integer")));
        assertThat(log.lines()).noneMatch(line -> line.contains("s3cret") || line.contains("-271828"));
        healthSays("UP", "");
    }

    @Test
    void shouldStandStillAtWhatTheDatabaseRefusesAndKeepTheOrderWhenThatIsMended() throws Exception {
        postgres.sql("ALTER TABLE readings ADD CONSTRAINT few CHECK (value <> 'n3')");
        start(Map.of("table", "readings", "retryDelay", "100"));

        echo.send(numbers(0, 6));

        await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(line -> line.contains("\"few\"")));
        assertThat(all()).isEqualTo("n0 n1 n2");
        postgres.sql("ALTER TABLE readings DROP CONSTRAINT few");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(all()).isEqualTo("n0 n1 n2 n3 n4 n5"));
    }

    @Test
    void shouldNameTheParameterAndRecoverWhenTableColumnsOrRightsAreMended() throws Exception {
        postgres.sql("DROP ROLE IF EXISTS wallaroo_writer");
        postgres.sql("CREATE ROLE wallaroo_writer LOGIN PASSWORD 'open sesame'");
        postgres.sql("ALTER TABLE readings RENAME TO readings2");
        start(Map.of("table", "readings", "connection", as("wallaroo_writer", "open sesame")));
        healthSays("DOWN", "relation \"readings\" does not exist (create the table, or look at parameter table)");
        echo.send(numbers(0, 1));
        postgres.sql("ALTER TABLE readings2 RENAME COLUMN value TO other");
        postgres.sql("ALTER TABLE readings2 RENAME TO readings");
        healthSays("DOWN", "column \"value\" of relation \"readings\" does not exist (look at parameters columns");
        postgres.sql("ALTER TABLE readings RENAME COLUMN other TO value");
        healthSays("DOWN",
                "permission denied for table readings (let this user write: GRANT INSERT, SELECT ON readings");
        postgres.sql("GRANT INSERT, SELECT ON readings TO wallaroo_writer");
        healthSays("DOWN", "permission denied for sequence");
        postgres.sql("GRANT USAGE ON SEQUENCE readings_n_seq TO wallaroo_writer");

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(all()).isEqualTo("n0"));
        healthSays("UP", "");
        assertThat(log.lines()).filteredOn(line -> line.contains("cannot be used")).hasSize(4);
        postgres.sql("DROP OWNED BY wallaroo_writer");
    }

    @Test
    void shouldNameTheIndexThatIsMissing() throws Exception {
        postgres.sql("ALTER TABLE readings DROP CONSTRAINT readings_pkey");
        start(Map.of("table", "readings"));
        echo.send(numbers(0, 1));

        healthSays("DOWN", "look at parameters columns, keyColumn and messageIdColumn");
        postgres.sql("CREATE UNIQUE INDEX ON readings (message_id)");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(all()).isEqualTo("n0"));
    }

    @Test
    void shouldNameThePasswordAndRecoverWhenItIsMended() throws Exception {
        assumeTrue(postgres.isOurs(), "users of somebody else's PostgreSQL are left as they are");
        postgres.sql("DROP ROLE IF EXISTS wallaroo_reader");
        postgres.sql("CREATE ROLE wallaroo_reader LOGIN PASSWORD 'right'");
        postgres.sql("GRANT INSERT, SELECT ON readings TO wallaroo_reader");
        postgres.sql("GRANT USAGE ON SEQUENCE readings_n_seq TO wallaroo_reader");
        Path rules = Path.of(postgres.sql("SHOW hba_file"));
        String before = java.nio.file.Files.readString(rules);
        java.nio.file.Files.writeString(rules, "host all wallaroo_reader 127.0.0.1/32 scram-sha-256\n" + before);
        postgres.sql("SELECT pg_reload_conf()");
        try {
            // The server reads its rules a moment after it was told to.
            var guessing = postgres.dataSource();
            guessing.setUser("wallaroo_reader");
            guessing.setPassword("guess");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatThrownBy(() -> Postgres.sql(guessing, "SELECT 1"))
                            .hasMessageContaining("password authentication failed"));
            start(Map.of("table", "readings", "connection", as("wallaroo_reader", "guess")));
            healthSays("DOWN", "password authentication failed for user \"wallaroo_reader\" (look at user, password");
            assertThat(log.lines()).noneMatch(line -> line.contains("guess"));
            echo.send(numbers(0, 1));
            postgres.sql("ALTER ROLE wallaroo_reader PASSWORD 'guess'");

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(all()).isEqualTo("n0"));
        } finally {
            java.nio.file.Files.writeString(rules, before);
            postgres.sql("SELECT pg_reload_conf()");
            postgres.sql("DROP OWNED BY wallaroo_reader");
        }
    }

    @Test
    void shouldNameHostDatabaseAndSslmode() throws Exception {
        start(Map.of("table", "readings", "connection", "host=nowhere.invalid dbname=plant user=ann"));
        healthSays("DOWN",
                "PostgreSQL at nowhere.invalid:5432, database plant cannot be used: no such host is known (look at"
                        + " the host in parameter connection)");
        sink.close();
        sink = start("postgres://ann@127.0.0.1:1/plant");
        healthSays("DOWN", "nobody listens there (look at host and port in parameter connection");
        sink.close();
        sink = start(with("dbname", "nowhere"));
        healthSays("DOWN", "database \"nowhere\" does not exist (look at the database in parameter connection)");
        sink.close();
        sink = start(with("sslmode", "verify-full"));
        healthSays("DOWN", "look at sslmode");
    }

    private RunningConnector start(String connection) {
        return RunningConnector.start("postgres_insert_sink", "out",
                Map.of("connection", connection, "table", "readings", "listenPort", 0, "protocol", "1"));
    }

    private void start(Map<String, Object> more) throws IOException {
        Map<String, Object> all = new HashMap<>(Map.of("connection", postgres.url(), "listenPort", 0, "protocol", "1",
                "resilience", true, "format", "text", "transactionLog", folder.resolve("log").toString()));
        all.putAll(more);
        sink = RunningConnector.start("postgres_insert_sink", "out", all);
        echo = Echo.start(SinkConnectorConfig.named("out").protocol(Protocol.V1).port(sink.sinkPort()).format("text"),
                folder.resolve("state"));
    }

    private static String as(String user, String password) {
        return with("user", user) + " password='" + password + "'";
    }

    private static String with(String name, String value) {
        var source = postgres.dataSource();
        Map<String, String> words = new HashMap<>(Map.of("host", source.getServerNames()[0], "port",
                String.valueOf(source.getPortNumbers()[0]), "dbname", source.getDatabaseName(), "user",
                source.getUser()));
        words.put(name, value);
        StringBuilder text = new StringBuilder();
        words.forEach((key, word) -> text.append(key).append('=').append(word).append(' '));
        return text.toString().strip();
    }

    private void healthSays(String state, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sink.serviceHealth()).startsWith(state).contains(text));
    }

    private static String count() throws SQLException {
        return postgres.sql("SELECT count(*) FROM readings");
    }

    private static String all() throws SQLException {
        return postgres.sql("SELECT string_agg(value::text, ' ' ORDER BY n) FROM readings");
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }
}
