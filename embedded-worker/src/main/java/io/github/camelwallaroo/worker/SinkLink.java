package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import javax.net.ssl.SSLContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.BatchingSender;
import io.github.camelwallaroo.transport.Connection;
import io.github.camelwallaroo.transport.Dialer;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.transport.LinkOptions;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.NotSentException;
import io.github.camelwallaroo.transport.OutboundLink;
import io.github.camelwallaroo.transport.PeerRole;

/** The way to one sink connector: a connection that is kept up, and the bounded buffer in front of it. */
final class SinkLink {

    private static final Logger LOG = LoggerFactory.getLogger(SinkLink.class);
    private static final double JITTER = 0.3;
    private static final long NO_CUT = -1;
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final String name;
    private final HostPort address;
    private final ConnectorMetrics metrics;
    private final BatchingSender sender;
    private final OutboundLink link;
    private final boolean losesAroundCuts;
    /** The number of reconnects at the cut around which something was lost already. */
    private long lostAtCut = NO_CUT;
    private volatile long lost;
    private volatile boolean closing;
    /** The last connection; null before the first. */
    private volatile Connection connection;

    SinkLink(String name, HostPort address, SSLContext tls, WorkerOptions options, ConnectorMetrics metrics) {
        this(name, address, Dialer.sockets(options.connectTimeout(), tls), options, metrics);
    }

    SinkLink(String name, HostPort address, Dialer sockets, WorkerOptions options, ConnectorMetrics metrics) {
        this.name = name;
        this.address = address;
        this.metrics = metrics;
        this.losesAroundCuts = options.isStrict();
        ThreadFactory threads = options.threads().factory("wallaroo-worker-sink");
        this.sender = new BatchingSender(options.maxPending(), options.maxPendingBytes(), threads, metrics);
        this.link = new OutboundLink(linkOptions(options), dialer(sockets),
                sender,
                threads, metrics);
    }

    private Dialer dialer(Dialer sockets) {
        return to -> connection = sockets.dial(to);
    }

    private LinkOptions linkOptions(WorkerOptions options) {
        if (options.isStrict()) {
            Duration interval = options.strict().redialInterval();
            return new LinkOptions(name, List.of(address), interval, interval, 0, 0, PeerRole.SINK_CONNECTOR);
        }
        return new LinkOptions(name, List.of(address), options.reconnectDelay(), options.reconnectMaxDelay(), JITTER, 0,
                PeerRole.SINK_CONNECTOR);
    }

    HostPort address() {
        return address;
    }

    void start() {
        link.start();
    }

    /** Called now and then: says once per connection that the connector takes nothing. */
    void tick() {
        link.tick();
    }

    /**
     * Hands frames to the connection or, while there is none, to the buffer; holds the caller while that is full. One
     * caller at a time.
     */
    void send(List<OutputFrame> frames) throws NotSentException {
        if (losesAroundCuts && isWrittenIntoCut()) {
            lost += frames.size();
            LOG.warn("{}: {} outputs written around the cut are lost, as with a real 0.6.1 worker", name,
                    frames.size());
            return;
        }
        // An interrupt, whoever sent it to a reading thread, must not cost any output.
        boolean interrupted = Thread.interrupted();
        try {
            sender.sendAll(frames, this::completed);
        } catch (InterruptedException e) {
            interrupted = true;
            send(frames);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** A real worker goes on writing to a connection that was cut until it notices; that is once per cut here. */
    private boolean isWrittenIntoCut() {
        long reconnects = metrics.get(Metric.RECONNECTS);
        if (sender.isConnected() || reconnects == lostAtCut) {
            return false;
        }
        lostAtCut = reconnects;
        return true;
    }

    private void completed(Exception failure) {
        if (failure != null && !closing) {
            LOG.error("{}: outputs were not sent ({})", name, failure.getMessage());
        }
    }

    /** Outputs that strict mode lost on purpose. */
    long lost() {
        return lost;
    }

    boolean isConnected() {
        return sender.isConnected();
    }

    /** @return whether it was connected at last, and takes outputs: before that, strict mode would lose them */
    boolean awaitConnected(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        long left = timeout.toMillis();
        while (link.awaitConnected(left)) {
            if (sender.isConnected()) {
                return true;
            }
            if (left == 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
            left = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        }
        return false;
    }

    LinkStatus status() {
        return link.status();
    }

    /** Resets the connection, if there is one. */
    void cut() {
        Connection current = connection;
        if (current != null) {
            current.reset();
        }
    }

    /** Ends the connection in order, if everything was sent: nothing of it is in doubt then. */
    void finish(Duration timeout) throws InterruptedException {
        if (sender.pendingMessages() == 0) {
            link.finish(timeout.toMillis());
        }
    }

    /** Disconnects at once and lets go whoever is held; what waited is not sent. */
    void close() {
        closing = true;
        link.close();
        sender.close(new NotSentException(name + " is closed, since its worker stops"));
    }
}
