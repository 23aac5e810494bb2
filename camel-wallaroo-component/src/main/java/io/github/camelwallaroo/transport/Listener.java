package io.github.camelwallaroo.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.metrics.Metric;

/**
 * Accepts connections and gives each a thread. Bad connections, a flood of them, or a lack of file handles do not end it.
 */
public final class Listener implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final long PAUSE_AFTER_FAILURE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long ACCEPT_END_MILLIS = 5_000;
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final String name;
    private final int maxConnections;
    private final ThreadFactory threads;
    private final ConnectionHandler handler;
    private final ConnectorMetrics metrics;
    private final Acceptor acceptor;
    private final HostPort address;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private Thread acceptThread;
    private volatile boolean ending;
    private volatile boolean closed;
    private final LogInterval refusals = new LogInterval(1, LOG_INTERVAL);
    private final LogInterval failures = new LogInterval(1, LOG_INTERVAL);

    private Listener(String name, int maxConnections, ThreadFactory threads, ConnectionHandler handler,
            ConnectorMetrics metrics, Acceptor acceptor, String host) throws IOException {
        this.name = name;
        this.maxConnections = maxConnections;
        this.threads = threads;
        this.handler = handler;
        this.metrics = metrics;
        this.acceptor = acceptor;
        this.address = new HostPort(host, acceptor.localAddress().getPort());
        metrics.gauge(Metric.CONNECTIONS, connections::size);
    }

    /**
     * Binds and begins to accept.
     *
     * @param name           whom log lines speak of
     * @param address        port 0 = any free one
     * @param tls            null for plain TCP
     * @param maxConnections more are closed at once, said once and counted
     * @throws IOException if the address cannot be bound, saying which and why
     */
    public static Listener open(String name, HostPort address, SSLContext tls, int maxConnections,
            ThreadFactory threads, ConnectorMetrics metrics, ConnectionHandler handler) throws IOException {
        InetSocketAddress resolved = address.resolve();
        if (resolved.isUnresolved()) {
            throw new BindException(name + " cannot listen on " + address + ": host name '" + address.host()
                    + "' cannot be resolved; use an address of this machine, 127.0.0.1 or 0.0.0.0");
        }
        Acceptor acceptor;
        try {
            acceptor = tls == null ? PlainAcceptor.bind(resolved, BACKLOG) : TlsAcceptor.bind(resolved, BACKLOG, tls);
        } catch (IOException e) {
            BindException clear = new BindException(name + " cannot listen on " + address + ": " + e.getMessage()
                    + "; stop whoever uses the port, or choose another");
            clear.initCause(e);
            throw clear;
        }
        Listener listener = new Listener(name, maxConnections, threads, handler, metrics, acceptor, address.host());
        listener.acceptThread = threads.newThread(listener::accept);
        listener.acceptThread.start();
        return listener;
    }

    /** The address as it was asked for, with the port that was bound. */
    public HostPort address() {
        return address;
    }

    /** Connections that were accepted and whose handlers have not returned; also those whose handlers are yet to begin. */
    public int connections() {
        return connections.size();
    }

    private void accept() {
        boolean more = true;
        while (more) {
            try {
                Connection connection = acceptor.accept();
                more = connection != null;
                if (more) {
                    admit(connection);
                }
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                more = !ending;
                if (more) {
                    acceptFailed(e);
                }
            }
        }
        try {
            acceptor.close();
        } catch (IOException e) {
            LOG.debug("{}: closing the listening socket failed", name, e);
        }
    }

    private void acceptFailed(Throwable e) {
        long heldBack = failures.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("{}: a connection to {} could not be accepted ({}); still listening{}", name, address,
                    e.toString(),
                    LogInterval.suffix(heldBack));
        }
        LockSupport.parkNanos(PAUSE_AFTER_FAILURE_NANOS);
    }

    private void admit(Connection connection) {
        if (connections.size() >= maxConnections) {
            metrics.increment(Metric.REFUSED_CONNECTIONS);
            connection.close();
            long heldBack = refusals.due();
            if (heldBack != LogInterval.HELD_BACK) {
                LOG.warn("{}: {} refused, since {} connections are open already; raise maxConnections if they are"
                        + " workers, else find out who dials {}{}", name, connection.remoteAddress(), maxConnections,
                        address, LogInterval.suffix(heldBack));
            }
            return;
        }
        connections.add(connection);
        handler.accepted(connection);
        try {
            threads.newThread(() -> serve(connection)).start();
        } catch (RuntimeException | OutOfMemoryError e) {
            connections.remove(connection);
            connection.close();
            throw e;
        }
        if (closed) {
            connection.close();
        }
    }

    private void serve(Connection connection) {
        try {
            handler.serve(connection);
        } catch (Throwable e) {
            if (!ending) {
                LOG.warn("{}: connection from {} ended by an error", name, connection.remoteAddress(), e);
            }
        } finally {
            connection.close();
            connections.remove(connection);
        }
    }

    /** Takes in whoever is connected by now, then unbinds the port; connections go on. */
    public void stopAccepting() {
        ending = true;
        acceptor.stop();
        // The kernel keeps the port as long as a thread is inside accept(): whoever listens again at once would fail.
        try {
            acceptThread.join(ACCEPT_END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops accepting and closes every connection. Idempotent. */
    @Override
    public void close() {
        closed = true;
        stopAccepting();
        connections.forEach(Connection::close);
    }
}
