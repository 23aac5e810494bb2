package io.github.camelwallaroo.routes.support.postgres;

import java.nio.charset.StandardCharsets;

import io.github.camelwallaroo.routes.support.once.SqlIdentifier;

/** Names for what is made beside a user's table, each quoted. Stateless. */
final class SqlNames {

    private static final int LONGEST_NAME = 63;

    private SqlNames() {}

    /** With its schema, which is {@code public} where none is said. @throws IllegalArgumentException if it is no name */
    static String qualified(String what, String table) {
        try {
            String quoted = SqlIdentifier.quotedTable(table);
            return quoted.contains("\".\"") ? quoted : "\"public\"." + quoted;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
        }
    }

    /** {@code "schema"} of {@code "schema"."table"}. */
    static String schema(String qualified) {
        return qualified.substring(0, qualified.indexOf("\".\"") + 1);
    }

    /** {@code table} of {@code "schema"."table"}, without quotes. */
    static String table(String qualified) {
        return qualified.substring(qualified.indexOf("\".\"") + 3, qualified.length() - 1);
    }

    /** Quoted, and made unique where it is longer than the server's names are: that one would cut it. */
    static String quoted(String name) {
        String fitting = name;
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            int end = name.length();
            while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME - 9) {
                end--;
            }
            fitting = name.substring(0, end) + "_" + String.format("%08x", name.hashCode());
        }
        return '"' + fitting.replace("\"", "\"\"") + '"';
    }

    /** A text as SQL has it, whatever the server's settings. */
    static String literal(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : "E'" + doubled.replace("\\", "\\\\") + "'";
    }
}
