package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.routes.support.redis.PemFiles;

/** What {@code sslmode} says, with a server whose certificate is made out for localhost. */
@Timeout(120)
class PostgresTlsIT {

    private static final PostgresFault FAULT = new PostgresFault("table", "columns", "create it", "grant it");

    @TempDir
    private static Path folder;

    private static PemFiles pem;
    private static PemFiles other;
    private static Postgres postgres;

    @BeforeAll
    static void startPostgres() throws Exception {
        assumeTrue(System.getProperty("it.postgres.url", "").isEmpty(), "a server of our own is needed");
        pem = PemFiles.make(folder, "localhost");
        other = PemFiles.make(folder, "elsewhere");
        Files.setPosixFilePermissions(pem.key(), PosixFilePermissions.fromString("rw-------"));
        postgres = Postgres.start(Map.of("ssl", "on", "ssl_cert_file", pem.certificate().toString(), "ssl_key_file",
                pem.key().toString()));
    }

    @AfterAll
    static void stopPostgres() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static String encrypted(String host, String more) throws SQLException {
        PostgresDatabase database = new PostgresDatabase();
        database.setConnection(
                "postgresql://postgres:postgres@" + host + ":" + postgres.dataSource().getPortNumbers()[0]
                        + "/postgres?" + more);
        try (Connection connection = database.connect("tls");
                ResultSet rows = connection.createStatement()
                        .executeQuery("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String refusal(String host, String more) {
        return FAULT.explain(catchThrowable(() -> encrypted(host, more)));
    }

    @Test
    void shouldEncryptAsSslmodeSays() throws Exception {
        String trusted = "&sslrootcert=" + pem.certificate();

        assertThat(encrypted("localhost", "")).isEqualTo("t");
        assertThat(encrypted("127.0.0.1", "sslmode=disable")).isEqualTo("f");
        assertThat(encrypted("127.0.0.1", "sslmode=require")).isEqualTo("t");
        assertThat(encrypted("127.0.0.1", "sslmode=verify-ca" + trusted)).isEqualTo("t");
        assertThat(encrypted("localhost", "sslmode=verify-full" + trusted)).isEqualTo("t");
    }

    @Test
    void shouldNameSslmodeWhenTheCertificateIsForAnotherHostOrByAnotherAuthority() {
        assertThat(refusal("127.0.0.1", "sslmode=verify-full&sslrootcert=" + pem.certificate()))
                .contains("look at sslmode");
        assertThat(refusal("localhost", "sslmode=verify-full&sslrootcert=" + other.certificate()))
                .contains("TLS failed", "look at sslmode and sslrootcert");
        assertThat(refusal("localhost", "sslrootcert=system")).contains("look at sslmode");
        assertThat(refusal("localhost", "sslmode=verify-full&sslrootcert=/nowhere.crt")).contains("look at sslmode");
    }
}
