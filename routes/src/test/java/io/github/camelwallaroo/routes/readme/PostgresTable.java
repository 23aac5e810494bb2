package io.github.camelwallaroo.routes.readme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;

import io.github.camelwallaroo.routes.support.once.Postgres;

/** Somebody who reads the table that a sink fills. */
final class PostgresTable implements Peer {

    private final Postgres postgres;
    private final String table = "fahrenheit_" + UUID.randomUUID().toString().replace('-', '_');

    PostgresTable(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Map<String, String> prepare(Path folder) throws Exception {
        Files.writeString(folder.resolve("connection.txt"), postgres.url().replaceFirst("^jdbc:", ""));
        postgres.sql("CREATE TABLE " + table + " (value double precision)");
        return Map.of("fahrenheit", table);
    }

    @Override
    public String taken() throws SQLException {
        return postgres.sql("SELECT value FROM " + table);
    }

    @Override
    public void close() throws SQLException {
        postgres.sql("DROP TABLE " + table);
    }
}
