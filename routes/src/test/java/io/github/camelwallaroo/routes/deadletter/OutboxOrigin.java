package io.github.camelwallaroo.routes.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.SQLException;
import java.util.Map;

import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.routes.support.postgres.TriggerSetUp;

/** A table of PostgreSQL with an outbox, whose rows are numbered when they are read. */
final class OutboxOrigin implements Origin {

    private static final String OUTBOX = "wallaroo_outbox";

    private final Postgres postgres;
    private int rows;

    OutboxOrigin(Postgres postgres) throws SQLException {
        this.postgres = postgres;
        postgres.sql("CREATE TABLE readings (celsius text)");
        postgres.sql(new TriggerSetUp().script("install-trigger", "readings",
                Map.of("outbox", OUTBOX, "channel", "readings")));
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("connection", postgres.url(), "outbox", OUTBOX, "channel", "readings", "field", "celsius");
    }

    @Override
    public Place give(byte[] message) throws SQLException {
        postgres.sql("INSERT INTO readings VALUES ('" + new String(message, UTF_8) + "')");
        return new Place(OUTBOX, "" + ++rows);
    }

    @Override
    public void close() throws SQLException {
        postgres.sql("DROP TABLE readings, wallaroo_outbox, wallaroo_outbox_state CASCADE");
    }
}
