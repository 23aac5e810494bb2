package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.MessageKey;
import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * A step that has one statement done for each message, those of many messages in one transaction, in the order in which they
 * came, in a thread of its own with a connection of its own. An exchange is done when its row is committed.
 *
 * <p>
 * <b>The contract</b>: with a message id in the row and a unique index on it a message is in the table once, whatever crashes:
 * row and id are one statement, and {@code ON CONFLICT DO NOTHING} passes over what is there. While the database cannot be used
 * messages wait here, no more than the route has under way. A message that the database refuses fails alone; without a dead
 * letter those of its stream behind it fail too until it comes again, so that the order stays.
 */
public class PostgresInsert extends AsyncProcessorSupport implements CamelContextAware, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresInsert.class);
    private static final long IDLE_MILLIS = 500;
    private static final int PING_SECONDS = 5;

    private final LinkedBlockingQueue<PendingRow> waiting = new LinkedBlockingQueue<>();
    private final MessageKey keyOf = new MessageKey();
    private CamelContext camelContext;
    private String connector = "";
    private PostgresDatabase database;
    private String table = "";
    private String columns = "";
    private String keyColumn = "";
    private String messageIdColumn = "message_id";
    private String statement = "";
    private String key = "";
    private String deadLetter = "";
    private volatile boolean goesOn;
    private RowSource rows;
    private RowBatch batch;
    private ServiceStatus status;
    private ConnectionThread<Connection> worker;
    private boolean running;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
        keyOf.setCamelContext(camelContext);
    }

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Where the table is. */
    public void setDatabase(PostgresDatabase database) {
        this.database = database;
    }

    /** The table, with its schema before it or not; double quotes for a name that is not in small letters. */
    public void setTable(String table) {
        this.table = table;
    }

    /** The columns that get a message's values, separated by commas. */
    public void setColumns(String columns) {
        this.columns = columns;
    }

    /** The column that gets a message's key; empty for none. */
    public void setKeyColumn(String keyColumn) {
        this.keyColumn = keyColumn;
    }

    /** The column that gets a message's id, where it has one; with a unique index. */
    public void setMessageIdColumn(String messageIdColumn) {
        this.messageIdColumn = messageIdColumn;
    }

    /** In place of table and columns: a statement with named parameters, see {@link StatementRows}. */
    public void setStatement(String statement) {
        this.statement = statement;
    }

    /** Key for messages that have none: a constant or an expression; empty for none. */
    public void setKey(String key) {
        this.key = key;
        keyOf.setKey(key);
    }

    /** Who gets messages that the database refuses; empty: nobody, and those behind them wait. */
    public void setDeadLetter(String deadLetter) {
        this.deadLetter = deadLetter;
    }

    @Override
    protected void doStart() {
        if (table.isEmpty() == statement.isEmpty()) {
            throw new IllegalArgumentException(table.isEmpty()
                    ? "neither table nor statement is given, expected one of them"
                    : "table and statement are given, expected one of them");
        }
        StatementRows own = statement.isEmpty() ? null : new StatementRows(statement);
        rows = own == null ? new TableRows(table, columns, keyColumn, messageIdColumn) : own;
        if (own != null && !own.hasMessageId()) {
            LOG.warn("{}: parameter statement has no :message_id, so a message that comes again is done again",
                    connector);
        }
        batch = new RowBatch(rows.fault(), () -> goesOn);
        status = new ServiceStatus(camelContext, connector, database.toString());
        worker = new PostgresConnections(database, connector, rows.fault()).thread(camelContext, status, this::insert);
        running = true;
        worker.start();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            PendingRow pending = pending(exchange, callback);
            synchronized (this) {
                if (running) {
                    waiting.add(pending);
                    return false;
                }
            }
            exchange.setException(new IllegalStateException("the connector is being stopped"));
        } catch (RuntimeException e) {
            exchange.setException(e);
        }
        callback.done(true);
        return true;
    }

    private PendingRow pending(Exchange exchange, AsyncCallback callback) {
        goesOn = !deadLetter.isEmpty() || exchange.getFromEndpoint() instanceof WallarooEndpoint endpoint
                && "continue".equalsIgnoreCase(endpoint.getConfiguration().getOnFailure());
        if (!key.isEmpty()) {
            keyOf.process(exchange);
        }
        return new PendingRow(rows.row(exchange), exchange, callback);
    }

    private void insert(ConnectionThread<Connection> self, Connection connection) throws Exception {
        connection.setAutoCommit(false);
        try (PreparedStatement probe = connection.prepareStatement(rows.probe())) {
            probe.getParameterMetaData();
        }
        connection.rollback();
        if (batch.isEmpty()) {
            self.works();
        }
        while (!self.isClosed()) {
            if (batch.isEmpty()) {
                PendingRow next = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (next == null) {
                    ping(connection);
                } else {
                    batch.fill(next, waiting);
                }
            } else if (batch.insert(self, connection)) {
                self.works();
            }
        }
    }

    private static void ping(Connection connection) throws SQLException {
        if (!connection.isValid(PING_SECONDS)) {
            throw new SQLException("the connection was lost", "08006");
        }
        connection.rollback();
    }

    /** The route stops: nothing is inserted any more, and exchanges that wait fail. */
    @Override
    protected void doStop() {
        synchronized (this) {
            if (!running) {
                return;
            }
            running = false;
        }
        worker.close();
        status.close();
        List<PendingRow> left = new ArrayList<>(batch.clear());
        waiting.drainTo(left);
        left.forEach(each -> each.complete(
                new IllegalStateException("the connector was stopped before " + database + " had it")));
    }

    @Override
    public void close() {
        stop();
    }
}
