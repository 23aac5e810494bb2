package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.impossibl.postgres.api.jdbc.PGNotificationListener;

import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * Hears what is notified to a channel, as the endpoint's {@code datasource}, where the endpoint's own way folds names, lets
 * messages overtake each other, gathers them without bound, needs the server to start, and is silent about what it missed:
 * <ul>
 * <li>one thread reads and hands over, in the server's order; while the route is busy it does not read, and the server waits;
 * <li>it comes back and listens again whatever becomes of the server, and says how long it heard nothing: PostgreSQL keeps
 * nothing for those who do not listen;
 * <li>a connection that died in silence, or a pool that gave it to somebody else, is noticed by a question.
 * </ul>
 * As the first step of the route it makes the message of what came.
 */
public class NotifySource extends EventSource implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(NotifySource.class);
    private static final int WAIT_MILLIS = 500;
    private static final long CHECK_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final PostgresFault FAULT = new PostgresFault("parameter channel", "parameter channel",
            "create it", "grant it");

    private final AtomicLong gaps = new AtomicLong();
    private String field = "";
    private String keyField = "";
    private ServiceStatus status;
    private ConnectionThread<Connection> worker;
    // Only the reading thread uses these two.
    private boolean heardBefore;
    private long lastHeard;

    /** Which field of a payload that is a JSON object is the message; empty: the whole payload. */
    public void setField(String field) {
        this.field = field;
    }

    /** Which field of a payload that is a JSON object is the message's key; empty: none. */
    public void setKeyField(String keyField) {
        this.keyField = keyField;
    }

    /** Times when nothing was heard for a while, and messages may have been missed. */
    public long gaps() {
        return gaps.get();
    }

    @Override
    synchronized void begin(PGNotificationListener consumer) {
        status = new ServiceStatus(getCamelContext(), connector(), database() + ", channel " + channel());
        worker = new PostgresConnections(database(), connector(), FAULT).thread(getCamelContext(), status,
                (self, connection) -> listen(self, connection, consumer));
        worker.start();
    }

    private void listen(ConnectionThread<Connection> self, Connection connection, PGNotificationListener consumer)
            throws SQLException {
        Channels.listen(connection, channel(), connector());
        reportGap();
        self.works();
        try {
            PGConnection server = connection.unwrap(PGConnection.class);
            long checked = System.nanoTime();
            while (!self.isClosed()) {
                PGNotification[] heard = server.getNotifications(WAIT_MILLIS);
                long now = System.nanoTime();
                if (heard != null && heard.length > 0) {
                    for (PGNotification each : heard) {
                        consumer.notification(each.getPID(), each.getName(), each.getParameter());
                    }
                } else if (now - checked > CHECK_NANOS) {
                    checked = now;
                    Channels.check(connection, channel());
                }
            }
        } finally {
            lastHeard = System.nanoTime();
        }
    }

    private void reportGap() {
        if (heardBefore) {
            gaps.incrementAndGet();
            LOG.warn(
                    "{}: nothing was heard from {} for {} ms; what was notified meanwhile is lost, for PostgreSQL keeps"
                            + " nothing for those who do not listen (postgres_outbox_source loses nothing)",
                    connector(), database(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeard));
        }
        heardBefore = true;
    }

    /** @throws IllegalArgumentException if the payload is not what it should be; it does not say what is in it */
    @Override
    public void process(Exchange exchange) {
        Message message = exchange.getMessage();
        String payload = message.getBody(String.class);
        int tooLong = TriggerScript.tooLong(payload);
        if (tooLong > 0) {
            throw new IllegalArgumentException("a row of " + tooLong + " bytes does not fit into a notification, which"
                    + " holds 7999, and only that was notified; use postgres_outbox_source, or a trigger that sends less");
        }
        new RowMessage(field, keyField).fill(message, payload);
    }

    @Override
    synchronized void end() {
        if (worker != null) {
            worker.close();
            status.close();
            worker = null;
            heardBefore = false;
        }
    }
}
