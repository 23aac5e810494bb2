package io.github.camelwallaroo.routes.support.once;

import java.sql.BatchUpdateException;
import java.sql.SQLException;

/** Says of a database's refusal which setting to look at. Never what is in a message. */
final class SqlFailure {

    private SqlFailure() {}

    /**
     * @param table as it is configured
     * @param id    the column of the message id
     */
    static SQLException explained(SQLException failure, String table, String id) {
        SQLException cause = failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
        String state = cause.getSQLState() == null ? "" : cause.getSQLState();
        String first = cause.getMessage() == null
                ? cause.toString()
                : cause.getMessage().lines().findFirst().orElse("");
        // Without the cause, which shows what is in the row.
        return new SQLException("cannot insert into " + table + ": " + withoutValues(state, first)
                + hint(state, table, id) + " (SQL state " + (state.isEmpty() ? "unknown" : state)
                + "); it is tried again when the message comes again", cause.getSQLState());
    }

    // What the database says of a value it does not like quotes the value.
    private static String withoutValues(String state, String message) {
        return state.startsWith("22") || state.startsWith("23")
                ? message.replaceFirst("(?s): \".*", "")
                : message;
    }

    private static String hint(String state, String table, String id) {
        return switch (state) {
            case "42P01", "3F000" -> "; create the table, or correct 'table' or the schema in it";
            case "42703" -> "; correct 'columns' or 'messageIdColumn', or add the column to the table";
            case "42501" -> "; let this user insert: GRANT INSERT, SELECT ON " + table + " TO ...";
            case "42P10" -> "; what comes again is recognised by a unique index: CREATE UNIQUE INDEX ON " + table + " ("
                    + id + ")";
            case "42804" -> "; the column has another type than the value: choose another format, or convert it before";
            case "28P01", "28000" -> "; correct user and password of the data source";
            case "3D000" -> "; correct the database's name in the data source";
            default -> state.startsWith("08") ? "; see whether the database runs and can be reached" : "";
        };
    }
}
