package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.impossibl.postgres.api.jdbc.PGNotificationListener;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.SourceConnectors;
import io.github.camelwallaroo.routes.support.UndeliveredMessages;
import io.github.camelwallaroo.routes.support.postgres.OutboxTable.Row;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.StreamException;

/**
 * Reads the rows that triggers write into an outbox, woken by notifications, in two roles of one route: the endpoint's
 * {@code datasource}, and the first step.
 *
 * <p>
 * <b>The contract</b>: a row is given a position when it is read, in the order of reading, and that is on the database's disk
 * before anybody hears of the row; it is deleted when the worker has acknowledged its position (generation 1 with resilience),
 * when it was written (else), or when a dead letter has it. A row whose transaction commits late is read late, whatever its id. So
 * each row arrives once or several times, and a worker's state counts it once.
 *
 * <p>
 * One thread reads, hands over and deletes, with a connection that holds the outbox's lock: a second reader stands by.
 */
public class OutboxSource extends EventSource implements Processor {

    /** The header with the row's position, a number. */
    public static final String POSITION = "OutboxPosition";
    /** The header with the outbox's name. */
    public static final String OUTBOX = "OutboxName";

    private static final Logger LOG = LoggerFactory.getLogger(OutboxSource.class);
    private static final int MOST_AT_ONCE = 500;
    private static final int SOON_MILLIS = 50;
    private static final PostgresFault FAULT = new PostgresFault("parameter outbox",
            "parameter outbox, which names another table", "install the trigger, with --NAME-install-trigger TABLE",
            "let this user use it: GRANT SELECT, UPDATE, DELETE ON the outbox and SELECT, UPDATE ON its state TO ...");

    private OutboxTable table = new OutboxTable("wallaroo_outbox");
    private String field = "";
    private String keyField = "";
    private int pollInterval = 1_000;
    private ServiceStatus status;
    private ConnectionThread<Connection> worker;
    private PGNotificationListener route;
    // All of these belong to the reading thread.
    private SourceConnector source;
    private ConnectorStreams streams;
    private OutboxStream stream;
    /** Somebody else reads, and may have the stream. */
    private boolean leaving;
    /** The last position that was handed over, and the greatest that there is. */
    private long sent;
    private long highest;
    /** Up to where the worker has acknowledged rows, and whether they are still there. */
    private long acknowledged;
    private boolean undeleted;
    /** Whether there may be rows behind {@link #sent} that have their positions already. */
    private boolean numbered;
    private Handover current;

    /** A row on its way through the route. */
    private static final class Handover extends SynchronizationAdapter {

        private final Row row;
        /** Until it is done: a route that is being stopped may forget it. */
        private volatile String kept = UndeliveredMessages.AGAIN;
        private volatile Throwable failure;

        Handover(Row row) {
            this.row = row;
        }

        @Override
        public void onDone(Exchange exchange) {
            failure = exchange.getException() != null
                    ? exchange.getException()
                    : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
            kept = exchange.getException() != null
                    ? UndeliveredMessages.AGAIN
                    : exchange.getProperty(UndeliveredMessages.KEPT, String.class);
        }
    }

    /** The outbox, with its schema or not. @throws IllegalArgumentException if it is no name */
    public void setOutbox(String outbox) {
        table = new OutboxTable(outbox);
    }

    /** Which field of a row is the message; empty: the whole row, as JSON. */
    public void setField(String field) {
        this.field = field;
    }

    /** Which field of a row is the message's key; empty: none. */
    public void setKeyField(String keyField) {
        this.keyField = keyField;
    }

    /** Milliseconds after which it is looked for rows although nobody was notified. */
    public void setPollInterval(int pollInterval) {
        this.pollInterval = pollInterval;
    }

    @Override
    synchronized void begin(PGNotificationListener consumer) {
        route = consumer;
        stream = null;
        status = new ServiceStatus(getCamelContext(), connector(), database() + ", outbox " + table);
        worker = new PostgresConnections(database(), connector(), FAULT).thread(getCamelContext(), status, this::read);
        worker.start();
    }

    private void read(ConnectionThread<Connection> self, Connection connection) throws Exception {
        if (!table.lock(connection)) {
            letGo();
            throw new IllegalStateException("another connector reads this outbox (" + table.reader(connection)
                    + "); this one stands by, and takes over when that one ends");
        }
        String name = connector() + "/" + SqlNames.table(table.name()) + "/" + table.identity(connection);
        Channels.listen(connection, channel(), connector());
        connection.setAutoCommit(false);
        open(name);
        self.works();
        // An answer may have been lost: rows that have their positions and were not handed over.
        numbered = true;
        while (!self.isClosed()) {
            follow();
            delete(connection);
            List<Row> rows = next(connection);
            if (rows.isEmpty()) {
                connection.unwrap(PGConnection.class).getNotifications(isIdle() ? pollInterval : SOON_MILLIS);
            }
            for (Row row : rows) {
                if (self.isClosed() || stream.hasMoved() || !hand(connection, row)) {
                    numbered = true;
                    break;
                }
            }
        }
    }

    /** The stream is this reader's from now on. It stays open while the database is away. */
    private void open(String name) throws StreamException {
        SourceConnector present = SourceConnectors.named(getCamelContext(), connector());
        if (stream != null && present == source && stream.name().equals(name) && !leaving) {
            return;
        }
        source = present;
        streams = ConnectorStreams.of(present);
        OutboxStream opening = new OutboxStream(name);
        streams.open(name, opening);
        stream = opening;
        leaving = false;
        sent = 0;
        acknowledged = 0;
    }

    /** The stream is to be whose the lock is. */
    private void letGo() {
        if (stream != null && !leaving) {
            leaving = true;
            streams.end(stream.name());
        }
    }

    /** Goes where the worker stands. */
    private void follow() {
        if (stream.stopped() != null) {
            throw new IllegalStateException(
                    "the worker takes nothing of stream " + stream.name() + ": " + stream.stopped());
        }
        if (stream.hasMoved()) {
            sent = stream.takeMove();
            highest = Math.max(highest, sent);
            numbered = true;
            if (stream.takeRewound()) {
                streams.rewound(stream.name());
            }
        }
    }

    private void delete(Connection connection) throws SQLException {
        long further = stream.takeAcknowledged();
        if (further > 0) {
            acknowledged = further;
            undeleted = true;
        }
        if (undeleted) {
            table.deleteUpTo(connection, acknowledged);
            undeleted = false;
        }
    }

    /** Whether nothing can happen but new rows. */
    private boolean isIdle() {
        return stream.isOpen() && sent <= acknowledged && !numbered;
    }

    private List<Row> next(Connection connection) throws SQLException {
        if (!stream.isOpen() || !streams.isWritable(stream.name(), MOST_AT_ONCE)) {
            return List.of();
        }
        if (numbered) {
            List<Row> rows = table.behind(connection, sent, MOST_AT_ONCE);
            numbered = rows.size() == MOST_AT_ONCE;
            if (!rows.isEmpty()) {
                return rows;
            }
        }
        if (!table.hasNew(connection)) {
            return List.of();
        }
        List<Row> rows = table.number(connection, highest, MOST_AT_ONCE);
        if (!rows.isEmpty()) {
            highest = rows.get(rows.size() - 1).position();
        }
        return rows;
    }

    /** @return false if it is to be given again */
    private boolean hand(Connection connection, Row row) throws SQLException {
        Handover handover = new Handover(row);
        current = handover;
        try {
            route.notification(0, channel(), row.payload());
        } finally {
            current = null;
        }
        if (UndeliveredMessages.AGAIN.equals(handover.kept)) {
            LOG.debug("{}: row {} comes again", connector(), row.position(), handover.failure);
            worker.pause(SOON_MILLIS);
            return false;
        }
        if (handover.kept != null) {
            table.refuse(connection, row.position(), String.valueOf(handover.failure.getMessage()));
        } else if (handover.failure != null) {
            // The dead letter has it.
            table.delete(connection, row.position());
        }
        // Not before: as long as a row that was not sent has its position, an acknowledgement of later ones would delete it.
        sent = row.position();
        if (handover.kept == null && handover.failure == null && streams.isSafeWhenDone()) {
            stream.acknowledged(stream.name(), PointOfReference.of(sent));
        }
        return true;
    }

    /** @throws IllegalArgumentException if the row is not what it should be; it does not say what is in it */
    @Override
    public void process(Exchange exchange) {
        Handover handover = current;
        if (handover == null) {
            throw new IllegalStateException(
                    "a message that is from no outbox; this step belongs right behind pgevent: with"
                            + " this bean as datasource, in the same thread");
        }
        exchange.getExchangeExtension().addOnCompletion(handover);
        exchange.getMessage().setHeader(OUTBOX, table.toString());
        exchange.getMessage().setHeader(POSITION, handover.row.position());
        exchange.getMessage().setHeader(WallarooConstants.STREAM, stream.name());
        exchange.getMessage().setHeader(WallarooConstants.MESSAGE_ID, handover.row.position());
        new RowMessage(field, keyField).fill(exchange.getMessage(), handover.row.payload());
    }

    @Override
    synchronized void end() {
        if (worker != null) {
            worker.close();
            status.close();
            worker = null;
        }
    }
}
