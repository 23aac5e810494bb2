package io.github.camelwallaroo.routes.support.once;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.once.GroupCommit.Pending;

/**
 * Inserts each message as a row, once: the row holds the message's id, which is the same whenever the message comes again, and
 * {@code ON CONFLICT DO NOTHING} passes over an id that is there. Id and values are written by one statement, so there is no
 * moment at which a crash could lose or repeat a row. For PostgreSQL 9.5 or newer, and what speaks its SQL.
 *
 * <pre>{@code
 * CREATE TABLE readings (message_id text PRIMARY KEY, fahrenheit double precision)
 *
 * - beans:
 *     - name: readings
 *       type: io.github.camelwallaroo.routes.support.once.SqlInsert
 *       properties: {dataSource: "#bean:database", table: readings, columns: fahrenheit}
 * - route:
 *     from:
 *       uri: wallaroo:conversion
 *       parameters: {application: celsius, resilience: true, maxInFlight: 100}
 *       steps:
 *         - process: {ref: readings}
 * }</pre>
 *
 * <p>
 * Rows of messages that are under way at the same time are inserted in one transaction; if that fails, each in its own, so
 * that one bad message fails alone. Of a map the columns are filled by name, of a list in order; text goes into a column of any
 * type that the database can read it as.
 */
public class SqlInsert extends OnceProcessor<SqlInsert.Row> {

    private static final Logger LOG = LoggerFactory.getLogger(SqlInsert.class);

    private DataSource dataSource;
    private String table;
    private List<String> columns = List.of();
    private String messageIdColumn = "message_id";
    private String statement;
    private Connection connection;

    /**
     * One message.
     *
     * @param id     its id
     * @param values of the columns
     */
    record Row(String id, List<Object> values) {}

    /** Where the database is. One connection of it is kept as long as it works. */
    public void setDataSource(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** The table, with its schema before it or not: {@code readings}, {@code public.readings}, {@code "Readings"}. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The columns that get the message's values, separated by commas. */
    public void setColumns(String columns) {
        this.columns = Arrays.stream(columns.split(",")).map(String::strip).toList();
    }

    /** The column that gets the message's id; text, with a unique index. */
    public void setMessageIdColumn(String messageIdColumn) {
        this.messageIdColumn = messageIdColumn;
    }

    @Override
    Row item(Exchange exchange) {
        MessagePosition position = MessagePosition.of(exchange.getMessage())
                .orElseThrow(() -> new IllegalArgumentException("the message has no id that it would have again when it"
                        + " is repeated; this step needs a wallaroo: consumer with protocol=1 and resilience=true"));
        return new Row(position.id(), SqlRow.of(exchange.getMessage().getBody(), columns));
    }

    @Override
    void open() {
        if (dataSource == null) {
            throw new IllegalArgumentException("dataSource is missing; give the bean of a javax.sql.DataSource");
        }
        String id = SqlIdentifier.quoted("messageIdColumn", messageIdColumn);
        String names = columns.stream()
                .map(each -> SqlIdentifier.quoted("column", each))
                .collect(Collectors.joining(", "));
        statement = "INSERT INTO " + SqlIdentifier.quotedTable(table) + " (" + id + ", " + names + ") VALUES (?, "
                + String.join(", ", Collections.nCopies(columns.size(), "?")) + ") ON CONFLICT (" + id
                + ") DO NOTHING";
    }

    @Override
    void commit(List<Pending<Row>> batch) {
        try {
            insert(batch);
            batch.forEach(each -> each.complete(null));
        } catch (RuntimeException | Error e) {
            disconnect();
            throw e;
        } catch (SQLException e) {
            rollBack(e);
            // Without a connection each alone would fail as all do.
            if (batch.size() > 1 && connection != null) {
                batch.forEach(each -> commit(List.of(each)));
            } else {
                SQLException explained = SqlFailure.explained(e, table, messageIdColumn);
                batch.forEach(each -> each.complete(explained));
            }
        }
    }

    private void rollBack(SQLException failure) {
        String state = failure.getSQLState() == null ? "08" : failure.getSQLState();
        if (connection == null || state.startsWith("08") || state.startsWith("57")) {
            disconnect();
            return;
        }
        try {
            connection.rollback();
        } catch (SQLException e) {
            disconnect();
        }
    }

    private void insert(List<Pending<Row>> batch) throws SQLException {
        if (connection == null) {
            connection = dataSource.getConnection();
            connection.setAutoCommit(false);
        }
        try (PreparedStatement insert = connection.prepareStatement(statement)) {
            for (Pending<Row> each : batch) {
                insert.setString(1, each.item().id());
                int column = 2;
                for (Object value : each.item().values()) {
                    set(insert, column++, value);
                }
                insert.addBatch();
            }
            insert.executeBatch();
        }
        connection.commit();
    }

    private static void set(PreparedStatement insert, int column, Object value) throws SQLException {
        if (value == null) {
            insert.setNull(column, Types.NULL);
        } else if (value instanceof byte[] bytes) {
            insert.setBytes(column, bytes);
        } else if (value instanceof BigInteger number) {
            insert.setBigDecimal(column, new BigDecimal(number));
        } else if (value instanceof Instant instant) {
            insert.setObject(column, instant.atOffset(ZoneOffset.UTC));
        } else if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
            // Of no type of its own: the database reads it as what the column holds.
            insert.setObject(column, value.toString(), Types.OTHER);
        } else {
            insert.setObject(column, value);
        }
    }

    private void disconnect() {
        Connection broken = connection;
        connection = null;
        try {
            if (broken != null) {
                // What was not committed is rolled back with it.
                broken.close();
            }
        } catch (SQLException e) {
            LOG.debug("closing a connection to the database", e);
        }
    }

    @Override
    void release() {
        disconnect();
    }
}
