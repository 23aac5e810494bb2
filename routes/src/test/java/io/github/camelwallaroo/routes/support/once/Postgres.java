package io.github.camelwallaroo.routes.support.once;

import static org.awaitility.Awaitility.await;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.apache.camel.util.FileUtil;
import org.postgresql.ds.PGSimpleDataSource;

import io.github.camelwallaroo.testservices.faults.ReservedPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A real PostgreSQL server: one of its own in {@code target}, which can be stopped and started, or the one that
 * {@code -Dit.postgres.url} names.
 */
public final class Postgres implements Closeable {

    private static final String URL = "it.postgres.url";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<String, String> settings = new HashMap<>();
    private final Path data;
    private final String url;
    private final ReservedPort port;
    private EmbeddedPostgres embedded;

    private Postgres(EmbeddedPostgres embedded, Path data, String url, ReservedPort port) {
        this.embedded = embedded;
        this.data = data;
        this.url = url;
        this.port = port;
    }

    public static Postgres start() throws IOException {
        return start(Map.of());
    }

    /** @param settings of a server of our own */
    public static Postgres start(Map<String, String> settings) throws IOException {
        String given = System.getProperty(URL, "");
        if (!given.isEmpty()) {
            return foreign(given);
        }
        Path folder = Files.createDirectories(Path.of("target/postgres").toAbsolutePath());
        Path data = Files.createTempDirectory(folder, "data");
        ReservedPort port = ReservedPort.any();
        EmbeddedPostgres embedded;
        // Whoever comes first unpacks the programs; two at once, in processes of their own, get into each other's way.
        try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
            embedded = begin(data, port.number(), settings);
        }
        Postgres started = new Postgres(embedded, data, embedded.getJdbcUrl("postgres", "postgres"), port);
        started.settings.putAll(settings);
        return started;
    }

    /** In a database of its own, since tests run at the same time. */
    private static Postgres foreign(String given) throws IOException {
        String name = "wallaroo_it_" + Long.toHexString(System.nanoTime());
        try {
            sql(dataSource(given), "CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IOException("cannot use -D" + URL, e);
        }
        return new Postgres(null, null, given.replaceFirst("(//[^/]*/)[^?]*", "$1" + name), null);
    }

    private static EmbeddedPostgres begin(Path data, int port, Map<String, String> settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(Path.of("target/postgres").toAbsolutePath().toFile())
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(PATIENCE)
                .setServerConfig("listen_addresses", "127.0.0.1");
        settings.forEach(builder::setServerConfig);
        return builder.setPort(port).start();
    }

    /** Whether it can be stopped. */
    public boolean isOurs() {
        return data != null;
    }

    /** Ends every connection, as an operator does for an update. What was committed stays. */
    public void stop() throws IOException {
        embedded.close();
        awaitEnd();
    }

    /** To close it waits no longer than 5 s; the server's last act is to remove this file. */
    private void awaitEnd() {
        await().atMost(PATIENCE).until(() -> Files.notExists(data.resolve("postmaster.pid")));
    }

    /** Again, at the same address. */
    public void begin() throws IOException {
        embedded = begin(data, port.number(), settings);
    }

    /** For a connector's parameter. */
    public String url() {
        return url;
    }

    public PGSimpleDataSource dataSource() {
        return dataSource(url);
    }

    private static PGSimpleDataSource dataSource(String url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        return source;
    }

    /** @return the first column of the first row, or null */
    public String sql(String statement) throws SQLException {
        return sql(dataSource(), statement);
    }

    public static String sql(DataSource source, String statement) throws SQLException {
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
        if (isOurs()) {
            embedded.close();
            awaitEnd();
            port.close();
            FileUtil.removeDir(data.toFile());
            return;
        }
        try {
            sql(dataSource(System.getProperty(URL)),
                    "DROP DATABASE " + dataSource().getDatabaseName() + " WITH (FORCE)");
        } catch (SQLException e) {
            throw new IOException("cannot clean up -D" + URL, e);
        }
    }
}
