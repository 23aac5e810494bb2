package io.github.camelwallaroo.transport;

import java.io.EOFException;
import java.io.IOException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * Keeps one outgoing connection up: dials, notices its end, waits, dials again. One thread of its own dials and then reads
 * for the {@link LinkProtocol}; what is to be sent goes through a {@link ConnectionSender}.
 */
public final class OutboundLink {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundLink.class);

    /** A connection that ends sooner was none: the delays go on growing, so that nobody is dialled in a hot loop. */
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long BLOCKED_HINT_MILLIS = 30_000;

    /** A peer that takes nothing for so long holds nobody who wants to leave. */
    private static final long HELD_MILLIS = 1_000;

    private final LinkOptions options;
    private final Dialer dialer;
    private final ConnectionSender sender;
    private final LinkProtocol protocol;
    private final ConnectorMetrics metrics;
    private final Backoff backoff;
    private final LinkLifecycle lifecycle;
    private final Thread thread;
    private boolean everConnected;
    private volatile boolean finishing;
    private volatile boolean blockedHintGiven;
    private volatile boolean cut;
    private volatile long shortestDelayMillis;

    /**
     * A link to a peer that only listens.
     *
     * @param threads makes the one thread of this link; daemon or not is the factory's decision
     */
    public OutboundLink(LinkOptions options, Dialer dialer, ConnectionSender sender, ThreadFactory threads,
            ConnectorMetrics metrics) {
        this(options, dialer, sender, new OneWayProtocol(options, metrics), threads, metrics);
        metrics.gauge(Metric.CONNECTIONS, () -> sender.isConnected() ? 1 : 0);
    }

    /** A link to a peer that answers; whoever has several of them says himself how many connections there are. */
    public OutboundLink(LinkOptions options, Dialer dialer, ConnectionSender sender, LinkProtocol protocol,
            ThreadFactory threads, ConnectorMetrics metrics) {
        this.options = options;
        this.dialer = dialer;
        this.sender = sender;
        this.protocol = protocol;
        this.metrics = metrics;
        this.lifecycle = new LinkLifecycle(options);
        this.backoff = new Backoff(options.reconnectDelay(), options.reconnectMaxDelay(), options.reconnectJitter(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.thread = threads.newThread(this::run);
    }

    /** Begins to dial; returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (lifecycle.isOpen()) {
                Connection established = dial();
                if (established != null) {
                    serve(established);
                } else if (!awaitNextAttempt()) {
                    return;
                }
            }
        } catch (Throwable e) {
            LOG.error("{}: the connecting thread failed; restart the {}", options.name(), options.peer().owner(), e);
            giveUp(e.toString());
        }
    }

    private Connection dial() {
        HostPort address = lifecycle.address();
        try {
            Connection established = dialer.dial(address);
            if (!adopt(established)) {
                established.close();
                return null;
            }
            return established;
        } catch (IOException | RuntimeException e) {
            metrics.increment(Metric.DIAL_FAILURES);
            dialFailed(address, reason(e));
            return null;
        }
    }

    private boolean adopt(Connection established) {
        blockedHintGiven = false;
        cut = false;
        long failed = lifecycle.connected(established);
        if (failed < 0) {
            return false;
        }
        if (everConnected) {
            metrics.increment(Metric.RECONNECTS);
        }
        everConnected = true;
        LOG.info("{}: connected to {}{}{}", options.name(), established.remoteAddress(),
                failed == 0 ? "" : " after " + failed + " failed attempts", waitingText());
        return true;
    }

    private String waitingText() {
        int waiting = sender.pendingMessages();
        return waiting == 0 ? "" : "; " + waiting + " messages waited for it";
    }

    private void dialFailed(HostPort address, String why) {
        protocol.unreachable();
        long delayMillis = nextDelayMillis();
        long attempts = lifecycle.dialFailed(why, delayMillis);
        if (attempts == 1) {
            LOG.warn("{}: waiting for a {} at {} ({}); trying again every {} to {} ms, messages wait meanwhile",
                    options.name(), options.peer().noun(), address, why, options.reconnectDelay().toMillis(),
                    options.reconnectMaxDelay().toMillis());
        } else if (attempts > 1) {
            LOG.debug("{}: attempt {} at {} failed ({}); next in {} ms", options.name(), attempts, address, why,
                    delayMillis);
        }
    }

    private void serve(Connection established) {
        long begun = System.nanoTime();
        String why = read(established);
        if (finishing && why.equals(closedByPeer())) {
            sender.everythingWasRead();
        }
        String consequence = protocol.ended(established, why, sender.disconnected(established));
        if (System.nanoTime() - begun >= STABLE_NANOS) {
            backoff.reset();
        }
        if (lifecycle.connectionEnded(why, nextDelayMillis())) {
            LOG.warn("{}: lost {} ({}); {}", options.name(), established.remoteAddress(), why, consequence);
            awaitNextAttempt();
        }
    }

    /** Everything that comes, until there is no more. @return why the connection ended */
    private String read(Connection established) {
        try {
            protocol.connected(established);
            sender.connected(established);
            while (true) {
                int n = established.read(protocol.buffer());
                if (n < 0) {
                    return closedByPeer();
                }
                protocol.received(established, n);
            }
        } catch (IOException e) {
            return cut ? "ended here: it took nothing, and held a route that stops" : reason(e);
        } catch (RuntimeException e) {
            LOG.error("{}: what came from {} could not be dealt with; the connection is made anew", options.name(),
                    established.remoteAddress(), e);
            return e.toString();
        }
    }

    private long nextDelayMillis() {
        return Math.max(shortestDelayMillis, backoff.next());
    }

    /** @return false if there will be none */
    private boolean awaitNextAttempt() {
        if (lifecycle.limitReached()) {
            giveUp(lifecycle.status().lastError());
            return false;
        }
        return lifecycle.awaitNextAttempt();
    }

    private void giveUp(String why) {
        if (!lifecycle.giveUp(why)) {
            return;
        }
        NotSentException reason = new NotSentException(options.name() + ": " + lifecycle.status().text());
        int givenBack = sender.close(reason) + protocol.gaveUp(reason);
        LOG.error("{}; {} messages are given back as failed", reason.getMessage(), givenBack);
    }

    /** The next attempt goes to this address, and the configured ones follow if it fails. Ends no connection. */
    public void redirect(HostPort address) {
        lifecycle.redirect(address);
    }

    /** The address of the present connection, or the one dialled next. */
    public HostPort dialled() {
        return lifecycle.address();
    }

    /** From now on at least so many ms lie between two attempts; 0 = as the options say. */
    public void slowDown(long shortestDelayMillis) {
        this.shortestDelayMillis = shortestDelayMillis;
    }

    /** Called now and then: says once per connection that the peer takes nothing, and what that may mean. */
    public void tick() {
        long blocked = sender.blockedMillis();
        Connection current = lifecycle.connection();
        if (blocked < BLOCKED_HINT_MILLIS || blockedHintGiven || current == null) {
            return;
        }
        blockedHintGiven = true;
        LOG.warn("{}: {} has taken nothing for {} s. {}", options.name(), current.remoteAddress(), blocked / 1000,
                options.peer().blocked());
    }

    /**
     * Lets go whoever is held by writing to a peer that takes nothing, and has left; that ends the connection. Called now and
     * then.
     */
    public void letGoWhoLeft() {
        Connection current = lifecycle.connection();
        if (current != null && takesNothing() && sender.holdsWhoLeft()) {
            cut = true;
            current.close();
        }
    }

    private boolean takesNothing() {
        return sender.blockedMillis() >= HELD_MILLIS;
    }

    /** @return whether it was connected at last */
    public boolean awaitConnected(long timeoutMillis) throws InterruptedException {
        return lifecycle.awaitConnected(timeoutMillis);
    }

    /**
     * Ends the connection in order, when everything was sent: says so to the peer and waits for it to close in turn. A peer
     * that does has read everything; closing with something unread would have been a reset. Not said to a peer that takes
     * nothing: it would not hear of it.
     *
     * @return whether it did within the timeout; if not, what was written last remains in doubt
     */
    public boolean finish(long timeoutMillis) throws InterruptedException {
        if (takesNothing()) {
            return false;
        }
        finishing = true;
        Connection last = lifecycle.finish();
        if (last == null) {
            return false;
        }
        try {
            last.endOutput();
        } catch (IOException e) {
            LOG.debug("{}: the connection broke while it was ended", options.name(), e);
        }
        return lifecycle.awaitEnd(timeoutMillis);
    }

    /** Ends dialling and reading; what the sender still holds is the sender's. Idempotent. */
    public void close() {
        Connection last = lifecycle.close();
        if (last != null) {
            last.close();
        }
    }

    public LinkStatus status() {
        return lifecycle.status();
    }

    private String closedByPeer() {
        return "closed by the " + options.peer().noun();
    }

    private String reason(Exception e) {
        if (e instanceof EOFException) {
            return closedByPeer();
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
