package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TriggerScriptTest {

    @Test
    void shouldQuoteEveryNameSoThatItCanBeNothingElse() {
        String evil = "\"a; DROP TABLE b; --\n$wallaroo$ '\"";
        String script = TriggerScript.outbox("plant." + evil, "\"Out\".\"'box'\"", "it's \"7\"").install();

        assertThat(script).contains("ON \"plant\"." + evil,
                "INSERT INTO \"Out\".\"'box'\" (source, payload) VALUES ('\"plant\"."
                        + evil.replace("'", "''") + "', row_to_json(NEW)::text)",
                "pg_notify('it''s \"7\"', '')",
                "AS $wallaroo_$\n", "$wallaroo_$;");
        assertThat(script.lines().findFirst().orElseThrow()).startsWith("-- ")
                .contains("\"a; DROP TABLE b; -- $wallaroo$");
    }

    @Test
    void shouldFoldNamesWithoutQuotesAndPutThemIntoPublic() {
        assertThat(TriggerScript.notification("Readings", "c").drop()).isEqualTo("""
                BEGIN;
                DROP TRIGGER IF EXISTS "wallaroo_c" ON "public"."readings";
                DROP FUNCTION IF EXISTS "public"."wallaroo_readings_c"();
                COMMIT;
                """);
    }

    @Test
    void shouldKeepLongNamesApartWhichTheServerWouldCut() {
        String table = "t".repeat(60);

        String one = TriggerScript.notification(table, "one").drop();
        String other = TriggerScript.notification(table, "other").drop();

        assertThat(one).doesNotContain("_one\"()");
        assertThat(one.lines().filter(line -> line.contains("FUNCTION")).toList())
                .isNotEqualTo(other.lines().filter(line -> line.contains("FUNCTION")).toList());
        assertThat(SqlNames.quoted("\u00e9".repeat(60)).getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .hasSizeLessThan(66);
    }

    @Test
    void shouldRefuseWhatIsNoName() {
        assertThatThrownBy(() -> TriggerScript.notification("a b", "c")).hasMessageContaining("table")
                .hasMessageContaining("expected a name");
        assertThatThrownBy(() -> TriggerScript.notification("a", "c".repeat(64)))
                .hasMessageContaining("channel has 64 bytes");
    }

    @Test
    void shouldKnowARowThatWasTooLong() {
        assertThat(TriggerScript.tooLong("{\"wallaroo_too_long\": 9012}")).isEqualTo(9012);
        assertThat(TriggerScript.tooLong("{\"wallaroo_too_long\": 9012, \"a\": 1}")).isZero();
    }
}
