package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import io.github.camelwallaroo.testservices.faults.ReservedPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A server of our own, or with the system property {@value #EXISTING} (a JDBC URL, {@code jdbc:postgresql://...}) a database
 * of our own on one that runs already.
 */
final class PostgresServer implements AutoCloseable {

    private static final String EXISTING = "it.postgres.url";

    private final EmbeddedPostgres embedded;
    private final String url;
    private final String database;
    private final ReservedPort port;

    private PostgresServer(EmbeddedPostgres embedded, String url, String database, ReservedPort port) {
        this.embedded = embedded;
        this.url = url;
        this.database = database;
        this.port = port;
    }

    static PostgresServer start() throws IOException, SQLException {
        String existing = System.getProperty(EXISTING, "");
        if (!existing.isEmpty()) {
            String database = Names.unique("swap");
            sql(existing, "CREATE DATABASE " + database);
            return new PostgresServer(null, existing.replaceFirst("(//[^/]*/)[^?]*", "$1" + database), database, null);
        }
        Path folder = Files.createDirectories(Path.of("target/postgres").toAbsolutePath());
        ReservedPort port = ReservedPort.any();
        EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                .setPort(port.number())
                .setOverrideWorkingDirectory(folder.toFile())
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setPGStartupWait(Program.PATIENCE)
                .start();
        return new PostgresServer(embedded, embedded.getJdbcUrl("postgres", "postgres"), "postgres", port);
    }

    /** As psql takes it: {@code postgresql://...}. */
    String connection() {
        return url.replaceFirst("^jdbc:", "");
    }

    /** @return the first column of all rows */
    List<String> sql(String statement) throws SQLException {
        return sql(url, statement);
    }

    private static List<String> sql(String url, String statement) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url); Statement sql = connection.createStatement()) {
            if (sql.execute(statement)) {
                try (ResultSet rows = sql.getResultSet()) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
        }
        return values;
    }

    @Override
    public void close() throws IOException, SQLException {
        if (embedded != null) {
            embedded.close();
            port.close();
        } else {
            sql(System.getProperty(EXISTING), "DROP DATABASE " + database + " WITH (FORCE)");
        }
    }
}
