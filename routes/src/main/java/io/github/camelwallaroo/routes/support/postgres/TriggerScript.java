package io.github.camelwallaroo.routes.support.postgres;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SQL that has each new row of a table told to a channel, or written into an outbox, and takes that back. Each can be run again
 * and again, in one transaction. For PostgreSQL 14 or newer.
 *
 * @param table   whose rows, quoted, with its schema
 * @param outbox  the outbox, quoted, with its schema; null where rows are only notified
 * @param channel what is notified
 */
record TriggerScript(String table, String outbox, String channel) {

    /** The most that a notification carries. */
    static final int LONGEST_PAYLOAD = 7_999;

    private static final Pattern TOO_LONG = Pattern.compile("\\{\"wallaroo_too_long\": (\\d+)}");

    static TriggerScript notification(String table, String channel) {
        return new TriggerScript(SqlNames.qualified("table", table), null, Channels.checked(channel));
    }

    static TriggerScript outbox(String table, String outbox, String channel) {
        return new TriggerScript(SqlNames.qualified("table", table), SqlNames.qualified("outbox", outbox),
                Channels.checked(channel));
    }

    /** How many bytes a row had that was told of only by this; 0 if the payload is a row. */
    static int tooLong(String payload) {
        Matcher matcher = TOO_LONG.matcher(payload);
        return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private String target() {
        return outbox == null ? channel : SqlNames.table(outbox);
    }

    private String trigger() {
        return SqlNames.quoted("wallaroo_" + target());
    }

    private String function() {
        return SqlNames.schema(table) + "." + SqlNames.quoted("wallaroo_" + SqlNames.table(table) + "_" + target());
    }

    /** Makes what is missing, and makes the rest anew. */
    String install() {
        return """
                -- Each row that is inserted into %8$s: %2$s.
                BEGIN;
                %3$sCREATE OR REPLACE FUNCTION %4$s() RETURNS trigger
                    LANGUAGE plpgsql%5$s SET search_path = pg_catalog, pg_temp AS %6$s;
                REVOKE EXECUTE ON FUNCTION %4$s() FROM PUBLIC;
                CREATE OR REPLACE TRIGGER %7$s AFTER INSERT ON %1$s
                    FOR EACH ROW EXECUTE FUNCTION %4$s();
                COMMIT;
                """.formatted(table, outbox == null
                ? "notified to channel " + comment(channel)
                : "written into " + comment(outbox) + ", and channel " + comment(channel) + " wakes who reads it",
                tables(), function(),
                // Whoever may insert into the table need not know of the outbox.
                outbox == null ? "" : " SECURITY DEFINER", body(outbox == null ? notifying() : writing()), trigger(),
                comment(table));
    }

    private static String body(String text) {
        String tag = "$wallaroo$";
        while (text.contains(tag)) {
            tag = tag.replaceFirst("\\$$", "_\\$");
        }
        return tag + "\n" + text + tag;
    }

    private String tables() {
        if (outbox == null) {
            return "";
        }
        String unread = SqlNames.quoted(SqlNames.table(outbox) + "_unread");
        return """
                CREATE TABLE IF NOT EXISTS %1$s (
                    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                    source text NOT NULL,
                    payload text NOT NULL,
                    created timestamptz NOT NULL DEFAULT clock_timestamp(),
                    position bigint UNIQUE, -- given by the connector when it reads the row
                    refused text            -- why the connector does not read it; set it to NULL to have it read again
                );
                CREATE INDEX IF NOT EXISTS %2$s ON %1$s (id) WHERE position IS NULL AND refused IS NULL;
                CREATE TABLE IF NOT EXISTS %3$s (
                    one boolean PRIMARY KEY DEFAULT true CHECK (one),
                    outbox uuid NOT NULL DEFAULT gen_random_uuid(),
                    position bigint NOT NULL DEFAULT 0
                );
                INSERT INTO %3$s DEFAULT VALUES ON CONFLICT DO NOTHING;
                """.formatted(outbox, unread, OutboxTable.state(outbox));
    }

    private String notifying() {
        return """
                DECLARE
                    payload text := row_to_json(NEW)::text;
                BEGIN
                    IF octet_length(payload) > %2$d THEN
                        RAISE WARNING 'a row of %% bytes does not fit into a notification', octet_length(payload);
                        payload := format('{"wallaroo_too_long": %%s}', octet_length(payload));
                    END IF;
                    PERFORM pg_notify(%1$s, payload);
                    RETURN NULL;
                END
                """.formatted(SqlNames.literal(channel), LONGEST_PAYLOAD);
    }

    private String writing() {
        return """
                BEGIN
                    INSERT INTO %1$s (source, payload) VALUES (%2$s, row_to_json(NEW)::text);
                    PERFORM pg_notify(%3$s, '');
                    RETURN NULL;
                END
                """.formatted(outbox, SqlNames.literal(table), SqlNames.literal(channel));
    }

    /** Takes back what {@link #install} made, but for the outbox, for it may hold rows that nobody has read. */
    String drop() {
        String rest = outbox == null
                ? ""
                : """
                        -- The outbox stays, for it may hold rows that were not read. When it is empty and no other table uses it:
                        -- DROP TABLE %s, %s;
                        """
                        .formatted(comment(outbox), comment(OutboxTable.state(outbox)));
        return """
                BEGIN;
                DROP TRIGGER IF EXISTS %s ON %s;
                DROP FUNCTION IF EXISTS %s();
                COMMIT;
                %s""".formatted(trigger(), table, function(), rest);
    }

    private static String comment(String name) {
        return name.replaceAll("[\\r\\n]", " ");
    }
}
