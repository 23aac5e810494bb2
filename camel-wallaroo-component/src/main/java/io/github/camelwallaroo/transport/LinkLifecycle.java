package io.github.camelwallaroo.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Where a link stands: its state, its connection, its attempts, and who waits for a change of them. Thread-safe; its lock is
 * never held during I/O.
 */
final class LinkLifecycle {

    private final LinkOptions options;
    private final AddressPool addresses;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private LinkState state = LinkState.CONNECTING;
    private Connection connection;
    private long attempts;
    private long delayMillis;
    private String lastError;

    LinkLifecycle(LinkOptions options) {
        this.options = options;
        this.addresses = new AddressPool(options.addresses());
    }

    /** @return the failed attempts that led to this connection; -1 if it is not wanted any more */
    long connected(Connection established) {
        lock.lock();
        try {
            if (state != LinkState.CONNECTING) {
                return -1;
            }
            long failed = attempts;
            connection = established;
            state = LinkState.CONNECTED;
            attempts = 0;
            changed.signalAll();
            return failed;
        } finally {
            lock.unlock();
        }
    }

    /** @return failed attempts in a row, this one included; 0 if the link was closed meanwhile */
    long dialFailed(String why, long nextDelayMillis) {
        lock.lock();
        try {
            if (state != LinkState.CONNECTING) {
                return 0;
            }
            lastError = why;
            delayMillis = nextDelayMillis;
            addresses.failed();
            return ++attempts;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the link goes on dialling */
    boolean connectionEnded(String why, long nextDelayMillis) {
        lock.lock();
        try {
            connection = null;
            lastError = why;
            changed.signalAll();
            if (state != LinkState.CONNECTED) {
                return false;
            }
            state = LinkState.CONNECTING;
            delayMillis = nextDelayMillis;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @return false if it had ended already */
    boolean giveUp(String why) {
        lock.lock();
        try {
            if (state == LinkState.CLOSED) {
                return false;
            }
            state = LinkState.GAVE_UP;
            lastError = why;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** @return the connection that is to be ended in order, or null */
    Connection finish() {
        lock.lock();
        try {
            if (state != LinkState.CONNECTED) {
                return null;
            }
            state = LinkState.CLOSED;
            changed.signalAll();
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** @return the connection that is to be closed, or null */
    Connection close() {
        lock.lock();
        try {
            state = LinkState.CLOSED;
            changed.signalAll();
            return connection;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether it was connected at last */
    boolean awaitConnected(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (state == LinkState.CONNECTING && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return state == LinkState.CONNECTED;
        } finally {
            lock.unlock();
        }
    }

    /** @return whether the last connection has ended */
    boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (connection != null && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            return connection == null;
        } finally {
            lock.unlock();
        }
    }

    /** @return false if there will be no other attempt */
    boolean awaitNextAttempt() {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(delayMillis);
            while (state == LinkState.CONNECTING && nanos > 0) {
                try {
                    nanos = changed.awaitNanos(nanos);
                } catch (InterruptedException e) {
                    // Only a close ends the connecting thread; an interrupt just shortens the wait.
                    return true;
                }
            }
            return state == LinkState.CONNECTING;
        } finally {
            lock.unlock();
        }
    }

    /** The next attempt goes there first. */
    void redirect(HostPort address) {
        lock.lock();
        try {
            addresses.learned(address);
        } finally {
            lock.unlock();
        }
    }

    boolean limitReached() {
        lock.lock();
        try {
            int limit = options.reconnectMaxAttempts();
            return limit > 0 && attempts >= limit;
        } finally {
            lock.unlock();
        }
    }

    boolean isOpen() {
        lock.lock();
        try {
            return state == LinkState.CONNECTING || state == LinkState.CONNECTED;
        } finally {
            lock.unlock();
        }
    }

    HostPort address() {
        lock.lock();
        try {
            return addresses.current();
        } finally {
            lock.unlock();
        }
    }

    /** Null if there is none. */
    Connection connection() {
        lock.lock();
        try {
            return connection;
        } finally {
            lock.unlock();
        }
    }

    LinkStatus status() {
        lock.lock();
        try {
            String peer = connection != null ? connection.remoteAddress() : addresses.current().toString();
            return new LinkStatus(state, peer, attempts, state == LinkState.CONNECTED ? 0 : delayMillis, lastError,
                    options.peer());
        } finally {
            lock.unlock();
        }
    }
}
