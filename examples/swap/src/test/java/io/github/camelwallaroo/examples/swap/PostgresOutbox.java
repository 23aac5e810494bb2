package io.github.camelwallaroo.examples.swap;

import java.util.List;
import java.util.Map;

/** A table with the trigger that the connector's program installs. */
final class PostgresOutbox implements Feed {

    private final PostgresServer server;
    private final String table = Names.unique("swap");

    PostgresOutbox(PostgresServer server) throws Exception {
        this.server = server;
        server.sql("CREATE TABLE " + table + " (celsius real)");
        try (Program install = Program.start(environment(), List.of("postgres_outbox_source", "--connector",
                "celsius_feed", "--celsius_feed-connection", "{{env:POSTGRES}}", "--celsius_feed-install-trigger",
                table, "--apply"))) {
            install.succeed();
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("POSTGRES", server.connection());
    }

    @Override
    public void give(float celsius) throws Exception {
        server.sql("INSERT INTO " + table + " VALUES (" + celsius + ")");
    }

    @Override
    public void close() throws Exception {
        server.sql("DROP TABLE " + table + ", wallaroo_outbox, wallaroo_outbox_state CASCADE");
    }
}
