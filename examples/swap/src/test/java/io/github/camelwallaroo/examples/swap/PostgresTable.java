package io.github.camelwallaroo.examples.swap;

import java.util.List;
import java.util.Map;

/** A table of one column. */
final class PostgresTable implements Drain {

    private final PostgresServer server;
    private final String table = Names.unique("swap");

    PostgresTable(PostgresServer server) throws Exception {
        this.server = server;
        server.sql("CREATE TABLE " + table + " (value text)");
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("POSTGRES", server.connection(), "RESULTS", table);
    }

    @Override
    public List<String> taken() throws Exception {
        return server.sql("SELECT value FROM " + table);
    }

    @Override
    public void close() throws Exception {
        server.sql("DROP TABLE " + table);
    }
}
