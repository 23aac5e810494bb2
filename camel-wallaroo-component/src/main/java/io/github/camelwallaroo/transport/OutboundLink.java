package io.github.camelwallaroo.transport;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * Keeps one outgoing connection up: dials, notices its end, waits, dials again. One thread of its own dials and then reads;
 * what is to be sent goes through {@link BatchingSender}.
 */
public final class OutboundLink {

    private static final Logger LOG = LoggerFactory.getLogger(OutboundLink.class);

    /** A connection that ends sooner was none: the delays go on growing, so that nobody is dialled in a hot loop. */
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long BLOCKED_HINT_MILLIS = 30_000;

    private final LinkOptions options;
    private final Dialer dialer;
    private final BatchingSender sender;
    private final ConnectorMetrics metrics;
    private final Backoff backoff;
    private final Thread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stateChanged = lock.newCondition();
    private LinkState state = LinkState.CONNECTING;
    private Connection connection;
    private int addressIndex;
    private long attempts;
    private long delayMillis;
    private String lastError;
    private boolean everConnected;
    private boolean blockedHintGiven;
    private volatile boolean finishing;

    /** @param threads makes the one thread of this link; daemon or not is the factory's decision */
    public OutboundLink(LinkOptions options, Dialer dialer, BatchingSender sender, ThreadFactory threads,
            ConnectorMetrics metrics) {
        this.options = options;
        this.dialer = dialer;
        this.sender = sender;
        this.metrics = metrics;
        this.backoff = new Backoff(options.reconnectDelay(), options.reconnectMaxDelay(), options.reconnectJitter(),
                () -> ThreadLocalRandom.current().nextDouble());
        this.thread = threads.newThread(this::run);
        metrics.gauge(Metric.CONNECTIONS, () -> sender.isConnected() ? 1 : 0);
    }

    /** Begins to dial; returns at once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (isOpen()) {
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
        HostPort address = address();
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
        lock.lock();
        try {
            if (state != LinkState.CONNECTING) {
                return false;
            }
            connection = established;
            state = LinkState.CONNECTED;
            blockedHintGiven = false;
            if (everConnected) {
                metrics.increment(Metric.RECONNECTS);
            }
            everConnected = true;
            LOG.info("{}: connected to {}{}{}", options.name(), established.remoteAddress(),
                    attempts == 0 ? "" : " after " + attempts + " failed attempts", waitingText());
            attempts = 0;
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
        sender.connected(established);
        return true;
    }

    private String waitingText() {
        int waiting = sender.pendingMessages();
        return waiting == 0 ? "" : "; " + waiting + " messages waited for it";
    }

    private void dialFailed(HostPort address, String why) {
        lock.lock();
        try {
            if (state != LinkState.CONNECTING) {
                return;
            }
            lastError = why;
            attempts++;
            addressIndex = (addressIndex + 1) % options.addresses().size();
            delayMillis = backoff.next();
            if (attempts == 1) {
                LOG.warn("{}: waiting for a {} at {} ({}); trying again every {} to {} ms, messages wait meanwhile",
                        options.name(), options.peer().noun(), address, why, options.reconnectDelay().toMillis(),
                        options.reconnectMaxDelay().toMillis());
            } else {
                LOG.debug("{}: attempt {} at {} failed ({}); next in {} ms", options.name(), attempts, address, why,
                        delayMillis);
            }
        } finally {
            lock.unlock();
        }
    }

    private void serve(Connection established) {
        long begun = System.nanoTime();
        String why = read(established);
        if (finishing && why.equals(closedByPeer())) {
            sender.everythingWasRead();
        }
        long inDoubt = sender.disconnected(established);
        if (System.nanoTime() - begun >= STABLE_NANOS) {
            backoff.reset();
        }
        lock.lock();
        try {
            connection = null;
            lastError = why;
            stateChanged.signalAll();
            if (state != LinkState.CONNECTED) {
                return;
            }
            state = LinkState.CONNECTING;
            delayMillis = backoff.next();
            LOG.warn("{}: lost {} ({}); {}", options.name(), established.remoteAddress(), why, inDoubt == 0
                    ? "no message was under way"
                    : inDoubt + " messages written to it in its last " + InDoubtWindow.SECONDS
                            + " s are in doubt: this protocol has no acknowledgement, the " + options.peer().noun()
                            + " may not have read them");
        } finally {
            lock.unlock();
        }
        awaitNextAttempt();
    }

    /** @return why the connection ended */
    private String read(Connection established) {
        ByteBuffer ignored = ByteBuffer.allocate(1024);
        boolean warned = false;
        try {
            while (true) {
                int n = established.read(ignored.clear());
                if (n < 0) {
                    return closedByPeer();
                }
                metrics.add(Metric.UNEXPECTED_BYTES, n);
                if (!warned) {
                    warned = true;
                    LOG.warn("{}: {} sends data, {}", options.name(), established.remoteAddress(),
                            options.peer().unexpectedBytes());
                }
            }
        } catch (IOException e) {
            return reason(e);
        }
    }

    /** @return false if there will be none */
    private boolean awaitNextAttempt() {
        if (limitReached()) {
            giveUp(lastError);
            return false;
        }
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
            while (state == LinkState.CONNECTING && nanos > 0) {
                try {
                    nanos = stateChanged.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    // Only close() ends this thread; an interrupt just shortens the wait.
                    return true;
                }
            }
            return state == LinkState.CONNECTING;
        } finally {
            lock.unlock();
        }
    }

    private boolean limitReached() {
        lock.lock();
        try {
            int limit = options.reconnectMaxAttempts();
            return limit > 0 && attempts >= limit;
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(String why) {
        NotSentException reason;
        lock.lock();
        try {
            if (state == LinkState.CLOSED) {
                return;
            }
            state = LinkState.GAVE_UP;
            lastError = why;
            reason = new NotSentException(options.name() + ": " + status().text());
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
        int givenBack = sender.close(reason);
        LOG.error("{}; {} messages are given back as failed", reason.getMessage(), givenBack);
    }

    /** Called now and then: says once per connection that the peer takes nothing, and what that may mean. */
    public void tick() {
        long blocked = sender.blockedMillis();
        if (blocked < BLOCKED_HINT_MILLIS) {
            return;
        }
        lock.lock();
        try {
            if (blockedHintGiven || connection == null) {
                return;
            }
            blockedHintGiven = true;
            LOG.warn("{}: {} has taken nothing for {} s. {}", options.name(), connection.remoteAddress(),
                    blocked / 1000,
                    options.peer().blocked());
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it was connected at last */
    public boolean awaitConnected(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (state == LinkState.CONNECTING && nanos > 0) {
                nanos = stateChanged.awaitNanos(nanos);
            }
            return state == LinkState.CONNECTED;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the connection in order, when everything was sent: says so to the peer and waits for it to close in turn. A peer
     * that does has read everything; closing with something unread would have been a reset.
     *
     * @return whether it did within the timeout; if not, what was written last remains in doubt
     */
    public boolean finish(long timeoutMillis) throws InterruptedException {
        Connection last;
        lock.lock();
        try {
            if (state != LinkState.CONNECTED) {
                return false;
            }
            finishing = true;
            state = LinkState.CLOSED;
            stateChanged.signalAll();
            last = connection;
        } finally {
            lock.unlock();
        }
        try {
            last.endOutput();
        } catch (IOException e) {
            LOG.debug("{}: the connection broke while it was ended", options.name(), e);
        }
        return awaitEnd(timeoutMillis);
    }

    private boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (connection != null && nanos > 0) {
                nanos = stateChanged.awaitNanos(nanos);
            }
            return connection == null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends dialling and reading; what the sender still holds is the sender's. Idempotent. */
    public void close() {
        Connection last;
        lock.lock();
        try {
            state = LinkState.CLOSED;
            last = connection;
            stateChanged.signalAll();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
    }

    public LinkStatus status() {
        lock.lock();
        try {
            String peer = connection != null ? connection.remoteAddress() : address().toString();
            return new LinkStatus(state, peer, attempts, state == LinkState.CONNECTED ? 0 : delayMillis, lastError,
                    options.peer());
        } finally {
            lock.unlock();
        }
    }

    private HostPort address() {
        lock.lock();
        try {
            return options.addresses().get(addressIndex);
        } finally {
            lock.unlock();
        }
    }

    private boolean isOpen() {
        lock.lock();
        try {
            return state == LinkState.CONNECTING || state == LinkState.CONNECTED;
        } finally {
            lock.unlock();
        }
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
