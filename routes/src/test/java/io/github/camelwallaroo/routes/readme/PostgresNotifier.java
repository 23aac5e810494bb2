package io.github.camelwallaroo.routes.readme;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

import io.github.camelwallaroo.routes.support.once.Postgres;

/** A program that notifies a channel. */
final class PostgresNotifier implements Peer {

    private final Postgres postgres;

    PostgresNotifier(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Map<String, String> prepare(Path folder) throws Exception {
        Files.writeString(folder.resolve("connection.txt"), postgres.url().replaceFirst("^jdbc:", ""));
        return Map.of();
    }

    @Override
    public void give(float celsius) throws SQLException {
        postgres.sql("SELECT pg_notify('readings', '{\"celsius\": " + celsius + "}')");
    }
}
