package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.api.Test;

class SetUpCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String arguments) {
        return new WallarooConnectors(new Console(new PrintWriter(out), new PrintWriter(err)))
                .run(arguments.split(" "));
    }

    @Test
    void shouldShowTheSqlWithEveryNameQuotedAndNoDatabase() {
        int code = run("postgres_outbox_source --connector feed --feed-install-trigger plant.Readings"
                + " --feed-outbox \"Out\"\"box\" --feed-channel it's");

        assertThat(code).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).contains("outbox").contains("expected a name");

        assertThat(run("postgres_outbox_source --connector feed --feed-install-trigger plant.\"Readings\""
                + " --feed-outbox \"Out\".box --feed-channel it's")).isZero();
        assertThat(out.toString()).contains("CREATE TABLE IF NOT EXISTS \"Out\".\"box\" (",
                "CREATE OR REPLACE FUNCTION \"plant\".\"wallaroo_Readings_box\"() RETURNS trigger",
                "INSERT INTO \"Out\".\"box\" (source, payload) VALUES ('\"plant\".\"Readings\"', row_to_json(NEW)::text);",
                "PERFORM pg_notify('it''s', '');",
                "CREATE OR REPLACE TRIGGER \"wallaroo_box\" AFTER INSERT ON \"plant\".\"Readings\"")
                .endsWith("COMMIT;" + System.lineSeparator());
    }

    @Test
    void shouldShowItsTwinThatLeavesTheOutbox() {
        assertThat(run("postgres_outbox_source --connector feed --feed-drop-trigger readings")).isZero();

        assertThat(out.toString()).contains(
                "DROP TRIGGER IF EXISTS \"wallaroo_wallaroo_outbox\" ON \"public\".\"readings\";",
                "DROP FUNCTION IF EXISTS \"public\".\"wallaroo_readings_wallaroo_outbox\"();",
                "-- DROP TABLE \"public\".\"wallaroo_outbox\", \"public\".\"wallaroo_outbox_state\";");
    }

    @Test
    void shouldAskForTheConnectionOnlyWhenItIsToBeDone() {
        assertThat(run("postgres_notify_source --connector feed --feed-install-trigger readings --apply")).isEqualTo(2);

        assertThat(err.toString()).contains("missing --feed-connection");
        assertThat(run("postgres_notify_source --connector feed --feed-install-trigger readings --apply"
                + " --feed-connection host=127.0.0.1,port=1")).isEqualTo(2);
    }

    @Test
    void shouldSayWhyItCouldNotBeDone() {
        assertThat(run("postgres_notify_source --connector feed --feed-install-trigger readings --apply"
                + " --feed-connection postgres://ann:s3cret@127.0.0.1:1/plant")).isEqualTo(2);

        assertThat(err.toString()).contains("PostgreSQL at 127.0.0.1:1, database plant: nobody listens there",
                "nothing was changed").doesNotContain("s3cret");
    }

    @Test
    void shouldRefuseFlagsThatItDoesNotKnowAndTwoThingsAtOnce() {
        assertThat(run("postgres_notify_source --connector feed --feed-install-trigger readings --feed-chanel x"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("unknown flag --feed-chanel");
        assertThat(run("postgres_notify_source --connector feed --feed-install-trigger a --feed-drop-trigger b"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected one of them");
    }

    @Test
    void shouldBeExplained() {
        run("describe postgres_outbox_source");

        assertThat(out.toString()).contains("--CONNECTOR-install-trigger TABLE", "--apply");
    }
}
