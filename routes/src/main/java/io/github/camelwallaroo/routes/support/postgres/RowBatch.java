package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;

import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.once.MessagePosition;
import io.github.camelwallaroo.routes.support.once.StandingStreams;

/**
 * Rows that are inserted together. If the database refuses one of them each is inserted alone, so that only that one fails. While
 * the database cannot be used they stay here. For one thread.
 */
final class RowBatch {

    private static final int MOST_AT_ONCE = 1_000;
    private static final long IN_THE_WAY_MILLIS = 20;

    private final List<PendingRow> rows = new ArrayList<>();
    private final StandingStreams standing = new StandingStreams();
    private final PostgresFault fault;
    private final BooleanSupplier goesOn;

    /** @param goesOn whether those behind a row that was refused are inserted all the same */
    RowBatch(PostgresFault fault, BooleanSupplier goesOn) {
        this.fault = fault;
        this.goesOn = goesOn;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Takes what waits, but for rows behind one that was refused, which fail. */
    void fill(PendingRow first, Queue<PendingRow> waiting) {
        standing.begin();
        for (PendingRow next = first; next != null; next = rows.size() < MOST_AT_ONCE ? waiting.poll() : null) {
            if (!waitsForAnother(next)) {
                rows.add(next);
            }
        }
    }

    private boolean waitsForAnother(PendingRow pending) {
        MessagePosition first = goesOn.getAsBoolean() ? null : standing.inFrontOf(pending.row().position());
        if (first == null) {
            return false;
        }
        pending.complete(new SQLException("not inserted, since " + first.id() + " before it could not be"));
        return true;
    }

    /**
     * Completes the rows in their order, and is empty then.
     *
     * @return              false if others were in the way, and it has to be tried again
     * @throws SQLException if the database cannot be used as it is
     */
    boolean insert(ConnectionThread<Connection> self, Connection connection) throws SQLException {
        try {
            insert(connection, rows);
        } catch (IllegalArgumentException e) {
            connection.rollback();
            insertEach(connection);
        } catch (SQLException e) {
            if (PostgresFault.isOfTheConnection(e)) {
                throw e;
            }
            connection.rollback();
            if (PostgresFault.isPassing(e)) {
                self.pause(IN_THE_WAY_MILLIS);
                return false;
            }
            if (!PostgresFault.isOfOneMessage(e)) {
                throw e;
            }
            insertEach(connection);
        }
        for (PendingRow each : clear()) {
            standing.done(each.row().position());
            each.complete(null);
        }
        return true;
    }

    /** Leaves here those that are not done yet: if this fails, they are done later; at its end, none. */
    private void insertEach(Connection connection) throws SQLException {
        while (!rows.isEmpty()) {
            PendingRow next = rows.get(0);
            if (waitsForAnother(next)) {
                rows.remove(0);
                continue;
            }
            Exception refusal = insertAlone(connection, next);
            rows.remove(0);
            if (refusal == null) {
                standing.done(next.row().position());
            } else if (!goesOn.getAsBoolean()) {
                standing.failed(next.row().position());
            }
            next.complete(refusal);
        }
    }

    /** @return why the database does not take it; null if it did */
    private Exception insertAlone(Connection connection, PendingRow next) throws SQLException {
        try {
            insert(connection, List.of(next));
            return null;
        } catch (IllegalArgumentException e) {
            connection.rollback();
            return e;
        } catch (SQLException e) {
            if (!PostgresFault.isOfOneMessage(e)) {
                throw e;
            }
            connection.rollback();
            // Without the cause, which shows what is in the message.
            return new SQLException("the database refuses it: " + fault.explain(e), e.getSQLState());
        }
    }

    private static void insert(Connection connection, List<PendingRow> messages) throws SQLException {
        int from = 0;
        while (from < messages.size()) {
            String sql = messages.get(from).row().sql();
            try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                RowBinding binding = new RowBinding(prepared);
                for (; from < messages.size() && messages.get(from).row().sql().equals(sql); from++) {
                    binding.bind(messages.get(from).row().values());
                    prepared.addBatch();
                }
                prepared.executeBatch();
            }
        }
        connection.commit();
    }

    /** @return those that were there */
    List<PendingRow> clear() {
        List<PendingRow> left = List.copyOf(rows);
        rows.clear();
        return left;
    }
}
