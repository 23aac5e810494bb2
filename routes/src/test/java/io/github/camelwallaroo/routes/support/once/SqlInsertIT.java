package io.github.camelwallaroo.routes.support.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.Exchange;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class SqlInsertIT {

    private static Postgres postgres;

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final SqlInsert insert = new SqlInsert();
    private final Delivery delivery = new Delivery(context, insert);

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
        postgres.sql("CREATE TABLE readings (message_id text PRIMARY KEY, sensor text, celsius double precision)");
        insert.setDataSource(postgres.dataSource());
        insert.setTable("Readings");
        insert.setColumns("sensor, celsius");
    }

    @AfterEach
    void stop() {
        insert.stop();
        context.stop();
    }

    private Exchange message(long offset, Object body) {
        return delivery.message("worker", offset, body);
    }

    private static Map<String, Object> reading(String sensor, Object celsius) {
        Map<String, Object> reading = new HashMap<>();
        reading.put("sensor", sensor);
        reading.put("celsius", celsius);
        return reading;
    }

    private static String rows() throws SQLException {
        return postgres.sql("SELECT string_agg(sensor || '=' || celsius, ' ' ORDER BY message_id) FROM readings");
    }

    @Test
    void shouldInsertEachMessageOnceHoweverOftenItComes() throws Exception {
        insert.start();
        Exchange[] messages = new Exchange[10_000];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = message(i * 10L, reading("s" + i % 7, i / 2.0));
        }
        assertThat(delivery.deliver(messages)).containsOnlyNulls();
        Exchange[] again = new Exchange[3_000];
        for (int i = 0; i < again.length; i++) {
            int number = 8_000 + i;
            again[i] = message(number * 10L, reading("s" + number % 7, number / 2.0));
        }
        assertThat(delivery.deliver(again)).containsOnlyNulls();

        assertThat(postgres.sql("SELECT count(*) FROM readings")).isEqualTo("11000");
        assertThat(postgres.sql("SELECT sum(celsius) FROM readings")).isEqualTo("30247250");
        assertThat(postgres.sql("SELECT celsius FROM readings WHERE message_id = 'conversion/worker/1/109990'"))
                .isEqualTo("5499.5");
    }

    @Test
    void shouldFillColumnsByNameOrInOrderAndConvertText() throws Exception {
        postgres.sql("DROP TABLE IF EXISTS public.\"All Types\"");
        postgres.sql(
                "CREATE TABLE public.\"All Types\" (\"Id\" text UNIQUE, b bytea, n int, j jsonb, t timestamptz, x bool)");
        insert.setTable("public.\"All Types\"");
        insert.setMessageIdColumn("\"Id\"");
        insert.setColumns("b,N,j,t,x");
        insert.start();

        assertThat(delivery.deliver(
                message(0, List.of("\u00e9".getBytes(StandardCharsets.UTF_8), "42", "{\"a\": 1}", Instant.EPOCH, true)),
                message(1, new Object[]{null, 7L, null, "2012-01-01T00:00:00Z", "false"}))).containsOnlyNulls();

        assertThat(
                postgres.sql("SELECT string_agg(concat_ws('|', encode(b, 'hex'), n, j->>'a', t AT TIME ZONE 'UTC', x),"
                        + " ' ' ORDER BY \"Id\") FROM public.\"All Types\""))
                .isEqualTo("c3a9|42|1|1970-01-01 00:00:00|t 7|2012-01-01 00:00:00|f");
    }

    @Test
    void shouldTakeABareBodyForASingleColumn() throws Exception {
        insert.setColumns("celsius");
        insert.start();

        assertThat(delivery.deliver(message(0, 35.6f), message(1, "21.5"))).containsOnlyNulls();

        assertThat(postgres.sql("SELECT count(celsius) FROM readings WHERE celsius > 21")).isEqualTo("2");
    }

    @Test
    void shouldFailABadMessageAloneAndNeverShowWhatIsInIt() throws Exception {
        insert.start();

        List<Exception> failures = delivery.deliver(message(0, reading("a", 1)), message(1, reading("b", "s3cret")),
                message(2, reading("c", 3)), message(3, Map.of("sensor", "d")), message(4, "e"));

        assertThat(failures).satisfiesExactly(
                first -> assertThat(first).isNull(),
                second -> assertThat(second).hasMessageContaining("cannot insert into Readings")
                        .hasMessageContaining("22P02")
                        .message()
                        .doesNotContain("s3cret"),
                third -> assertThat(third).isNull(),
                fourth -> assertThat(fourth).hasMessageContaining("no value for column celsius; it has [sensor]"),
                fifth -> assertThat(fifth).hasMessageContaining("1 value for columns [sensor, celsius]"));
        assertThat(rows()).isEqualTo("a=1 c=3");
    }

    @Test
    void shouldRefuseMessagesThatHaveNoIdWhenTheyComeAgain() throws Exception {
        insert.start();
        Exchange plain = message(0, reading("a", 1));
        plain.getMessage().removeHeader("CamelWallarooEpoch");

        assertThat(delivery.deliver(plain)).singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("resilience=true"));
    }

    @Test
    void shouldSayWhichSettingIsWrongAndGoOnWhenThatIsMended() throws Exception {
        insert.start();
        postgres.sql("ALTER TABLE readings RENAME TO readings2");
        fails("\"readings\" does not exist; create the table, or correct 'table'", "42P01");
        postgres.sql("ALTER TABLE readings2 RENAME TO readings");
        postgres.sql("ALTER TABLE readings RENAME celsius TO fahrenheit");
        fails("\"celsius\"", "correct 'columns'");
        postgres.sql("ALTER TABLE readings RENAME fahrenheit TO celsius");
        postgres.sql("ALTER TABLE readings DROP CONSTRAINT readings_pkey");
        fails("CREATE UNIQUE INDEX ON Readings (message_id)");
        postgres.sql("CREATE UNIQUE INDEX ON readings (message_id)");
        postgres.sql("ALTER TABLE readings ALTER celsius TYPE bool USING false");
        fails("another type");
        postgres.sql("ALTER TABLE readings ALTER celsius TYPE double precision USING 0");

        assertThat(delivery.deliver(message(0, reading("a", 1)))).containsOnlyNulls();
        assertThat(rows()).isEqualTo("a=1");
    }

    @Test
    void shouldSayThatTheUserMayNotInsertUntilItMay() throws Exception {
        postgres.sql("DROP ROLE IF EXISTS writer");
        postgres.sql("CREATE ROLE writer LOGIN PASSWORD 'secret'");
        PGSimpleDataSource source = postgres.dataSource();
        source.setUser("writer");
        source.setPassword("secret");
        insert.setDataSource(source);
        insert.start();

        fails("permission denied", "GRANT INSERT, SELECT ON Readings");
        postgres.sql("GRANT INSERT, SELECT ON readings TO writer");
        assertThat(delivery.deliver(message(0, reading("a", 1)))).containsOnlyNulls();
        postgres.sql("REVOKE ALL ON readings FROM writer");
    }

    @Test
    void shouldGoOnAfterTheDatabaseEndedTheConnection() throws Exception {
        insert.start();
        for (int i = 0; i < 20; i++) {
            Exchange message = message(i, reading("s", i));
            if (!delivery.deliver(message).equals(Arrays.asList((Exception) null))) {
                // As the consumer does: the message comes again.
                assertThat(delivery.deliver(message(i, reading("s", i)))).containsOnlyNulls();
            }
            if (i % 5 == 0) {
                postgres.sql(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                                + " AND datname = current_database()");
            }
        }

        assertThat(postgres.sql("SELECT count(*) FROM readings")).isEqualTo("20");
    }

    @Test
    void shouldSayThatNobodyAnswersUntilSomebodyDoes() throws Exception {
        PGSimpleDataSource source = postgres.dataSource();
        int[] ports = source.getPortNumbers();
        source.setPortNumbers(new int[]{1});
        insert.setDataSource(source);
        insert.start();

        fails("see whether the database runs");
        source.setPortNumbers(ports);
        assertThat(delivery.deliver(message(0, reading("a", 1)))).containsOnlyNulls();
    }

    @Test
    void shouldWorkInAYamlRoute() throws Exception {
        context.getRegistry().bind("database", postgres.dataSource());
        context.addComponent("wallaroo", new DirectComponent());
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("readings.yaml", """
                - beans:
                    - name: readings
                      type: io.github.camelwallaroo.routes.support.once.SqlInsert
                      properties:
                        dataSource: "#bean:database"
                        table: readings
                        columns: sensor,celsius
                - route:
                    from:
                      uri: wallaroo:conversion
                      steps:
                        - process:
                            ref: readings
                """));
        context.start();
        for (int i = 0; i < 2; i++) {
            Exchange message = context.createProducerTemplate()
                    .send("wallaroo:conversion", message(0, reading("a", 1)));
            assertThat(message.getException()).isNull();
        }

        assertThat(rows()).isEqualTo("a=1");
        postgres.sql("ALTER TABLE readings RENAME TO readings2");
        assertThat(context.createProducerTemplate()
                .send("wallaroo:conversion", message(1, reading("b", 2)))
                .getException()).hasMessageContaining("42P01");
        postgres.sql("DROP TABLE readings2");
    }

    private void fails(String... texts) throws InterruptedException {
        assertThat(delivery.deliver(message(0, reading("a", 1)))).singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContainingAll(texts)
                        .hasMessageContaining("tried again when the message comes again"));
    }
}
