package io.github.camelwallaroo.routes.support.once;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/** A real PostgreSQL server: one of its own in {@code target}, or the one that {@code -Dit.postgres.url} names. */
final class Postgres implements Closeable {

    private static final String URL = "it.postgres.url";

    private final EmbeddedPostgres embedded;
    private final String url;

    private Postgres(EmbeddedPostgres embedded, String url) {
        this.embedded = embedded;
        this.url = url;
    }

    static Postgres start() throws IOException {
        String given = System.getProperty(URL, "");
        if (!given.isEmpty()) {
            return new Postgres(null, given);
        }
        EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target/postgres").toAbsolutePath().toFile())
                .setServerConfig("listen_addresses", "127.0.0.1")
                .start();
        return new Postgres(embedded, embedded.getJdbcUrl("postgres", "postgres"));
    }

    PGSimpleDataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    /** @return the first column of the first row, or null */
    String sql(String statement) throws SQLException {
        return sql(dataSource(), statement);
    }

    static String sql(DataSource source, String statement) throws SQLException {
        try (Connection connection = source.getConnection(); Statement sql = connection.createStatement()) {
            if (!sql.execute(statement)) {
                return null;
            }
            try (ResultSet rows = sql.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.close();
        }
    }
}
