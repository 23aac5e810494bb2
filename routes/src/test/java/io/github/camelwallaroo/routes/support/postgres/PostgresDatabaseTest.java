package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresDatabaseTest {

    @Test
    void shouldTakeAUriApart() {
        assertThat(ConnectionText
                .parse("postgresql://ann%40x:a+b%2Fc@db1:5433,[::1]/my%20db?sslmode=require&options=-c%20a%3Db"))
                .containsExactlyInAnyOrderEntriesOf(Map.of("user", "ann@x", "password", "a+b/c", "host", "db1,[::1]",
                        "port", "5433,5432", "dbname", "my db", "sslmode", "require", "options", "-c a=b"));
        assertThat(ConnectionText.parse("postgres://db1")).isEqualTo(Map.of("host", "db1", "port", "5432"));
        assertThat(ConnectionText.parse("jdbc:postgresql://db1/plant?user=ann"))
                .isEqualTo(Map.of("host", "db1", "port", "5432", "dbname", "plant", "user", "ann"));
    }

    @Test
    void shouldTakeWordsApart() {
        assertThat(ConnectionText.parse(" host=db1  dbname = plant password='it\\'s a \\\\ secret' user='' "))
                .isEqualTo(Map.of("host", "db1", "dbname", "plant", "password", "it's a \\ secret", "user", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s3cret", "host=db1 password=s3cret with blanks", "password='s3cret",
            "mysql://ann:s3cret@db1/x",
            "postgres://ann:s3cret%zz@db1/x", "postgres://ann:s3cret@db1/x?sslmode", "host=/tmp password=s3cret",
            "postgres://ann:s3cret@db1:port/x", "password=s3cret sslmod=require", "password=s3cret sslmode=on"})
    void shouldSayWhatIsWrongAndNeverWhatIsInIt(String connection) {
        PostgresDatabase database = new PostgresDatabase();

        assertThatThrownBy(() -> database.setConnection(connection)).isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains("connection")
                .contains("expected")
                .doesNotContain("s3cret");
    }

    @Test
    void shouldShowHostPortAndDatabaseAndNothingElse() {
        PostgresDatabase database = new PostgresDatabase();
        database.setConnection("postgres://ann:s3cret@db1/plant?sslrootcert=system&target_session_attrs=read-write"
                + "&application_name=x&connect_timeout=3");

        assertThat(database).hasToString("PostgreSQL at db1:5432, database plant");
    }
}
