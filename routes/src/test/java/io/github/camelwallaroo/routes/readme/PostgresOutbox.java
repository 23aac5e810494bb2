package io.github.camelwallaroo.routes.readme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

import io.github.camelwallaroo.routes.launcher.Program;
import io.github.camelwallaroo.routes.support.once.Postgres;

/** A program that inserts rows into a table which has a trigger. */
final class PostgresOutbox implements Peer {

    private final Postgres postgres;

    PostgresOutbox(Postgres postgres) {
        this.postgres = postgres;
    }

    @Override
    public Map<String, String> prepare(Path folder) throws Exception {
        Files.writeString(folder.resolve("connection.txt"), postgres.url().replaceFirst("^jdbc:", ""));
        postgres.sql("CREATE TABLE readings (celsius real)");
        try (Program install = Program.start(folder, "postgres_outbox_source --connector celsius_feed"
                + " --celsius_feed-connection @connection.txt --celsius_feed-install-trigger readings --apply")) {
            assertThat(install.exitCode()).as("%s", install.lines()).isZero();
        }
        return Map.of();
    }

    @Override
    public void give(float celsius) throws SQLException {
        postgres.sql("INSERT INTO readings VALUES (" + celsius + ")");
    }

    @Override
    public void close() throws SQLException {
        postgres.sql("DROP TABLE readings, wallaroo_outbox, wallaroo_outbox_state CASCADE");
    }
}
