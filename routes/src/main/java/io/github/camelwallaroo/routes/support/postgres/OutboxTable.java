package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The outbox as SQL. A row has an id, which its transaction took when it began to write and which may become visible after
 * greater ones, and later a position, which the reader gives it: in the order in which it reads, before anybody hears of the
 * row, never twice. Statements of one reader, on one connection without auto-commit.
 */
final class OutboxTable {

    /** "Wall", in the upper half of the lock's key; the lower half is the table's oid. */
    private static final int LOCK = 0x57616c6c;

    private final String given;
    private final String table;
    private final String state;

    /**
     * A row that has its position.
     *
     * @param position in the order of reading, from 1
     * @param payload  as the trigger wrote it
     */
    record Row(long position, String payload) {}

    /** @param name with its schema or not, which then is {@code public} */
    OutboxTable(String name) {
        this.given = name;
        this.table = SqlNames.qualified("outbox", name);
        this.state = state(table);
    }

    /** The table beside it that holds its identity and the last position. */
    static String state(String table) {
        return SqlNames.schema(table) + "." + SqlNames.quoted(SqlNames.table(table) + "_state");
    }

    /** Quoted, with its schema. */
    String name() {
        return table;
    }

    /** As it was given. */
    @Override
    public String toString() {
        return given;
    }

    /** Makes this connection the outbox's only reader, until it ends. @return false if there is another one */
    boolean lock(Connection connection) throws SQLException {
        return "t".equals(ask(connection, "SELECT pg_try_advisory_lock((" + LOCK + "::bigint << 32) | "
                + SqlNames.literal(table) + "::regclass::oid::bigint)"));
    }

    /** Who is it, then. */
    String reader(Connection connection) throws SQLException {
        String found = ask(connection, "SELECT format('%s, process %s%s', application_name, pid, ' at ' || client_addr)"
                + " FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = 'advisory' AND granted AND classid = "
                + LOCK + " AND objid = " + SqlNames.literal(table) + "::regclass::oid AND objsubid = 1 LIMIT 1");
        return found == null ? "somebody" : found;
    }

    /** Tells this outbox from all others, also from one of the same name that was there before. */
    String identity(Connection connection) throws SQLException {
        String found = ask(connection, "SELECT outbox FROM " + state);
        if (found == null) {
            throw new SQLException("table " + state + " is empty, expected one row; install the trigger again",
                    "42P01");
        }
        return found;
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(question)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    /** Rows that have their position already, behind one of them. */
    List<Row> behind(Connection connection, long position, int most) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT position, payload FROM " + table + " WHERE position > ? ORDER BY position LIMIT ?")) {
            statement.setLong(1, position);
            statement.setInt(2, most);
            List<Row> rows = rows(statement);
            connection.commit();
            return rows;
        }
    }

    boolean hasNew(Connection connection) throws SQLException {
        String found = ask(connection,
                "SELECT 1 FROM " + table + " WHERE position IS NULL AND refused IS NULL LIMIT 1");
        connection.commit();
        return found != null;
    }

    /**
     * Rows that have become visible, in the order of their ids. When this returns they have their positions for good.
     *
     * @param floor positions are greater, whatever the outbox itself remembers
     */
    List<Row> number(Connection connection, long floor, int most) throws SQLException {
        long last = Math.max(floor, Long.parseLong(ask(connection, "SELECT position FROM " + state + " FOR UPDATE")));
        List<Row> rows;
        try (PreparedStatement statement = connection.prepareStatement("WITH visible AS (SELECT id FROM " + table
                + " WHERE position IS NULL AND refused IS NULL ORDER BY id LIMIT ?),"
                + " numbered AS (SELECT id, row_number() OVER (ORDER BY id) AS n FROM visible),"
                + " done AS (UPDATE " + table + " o SET position = ? + n FROM numbered WHERE o.id = numbered.id"
                + " RETURNING position, payload) SELECT position, payload FROM done ORDER BY position")) {
            statement.setInt(1, most);
            statement.setLong(2, last);
            rows = rows(statement);
        }
        if (!rows.isEmpty()) {
            change(connection, "UPDATE " + state + " SET position = ?", rows.get(rows.size() - 1).position());
        }
        connection.commit();
        return rows;
    }

    private static List<Row> rows(PreparedStatement statement) throws SQLException {
        List<Row> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                rows.add(new Row(found.getLong(1), found.getString(2)));
            }
        }
        return rows;
    }

    /** Nobody needs them any more. */
    void deleteUpTo(Connection connection, long position) throws SQLException {
        change(connection, "DELETE FROM " + table + " WHERE position <= ?", position);
        connection.commit();
    }

    /** Nobody needs it any more. */
    void delete(Connection connection, long position) throws SQLException {
        change(connection, "DELETE FROM " + table + " WHERE position = ?", position);
        connection.commit();
    }

    /** It stays, without a position, and is not read until somebody sets the reason to NULL. */
    void refuse(Connection connection, long position, String reason) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("UPDATE " + table + " SET position = NULL, refused = ? WHERE position = ?")) {
            statement.setString(1, reason.replace("\0", ""));
            statement.setLong(2, position);
            statement.executeUpdate();
        }
        connection.commit();
    }

    private static void change(Connection connection, String sql, long position) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, position);
            statement.executeUpdate();
        }
    }
}
