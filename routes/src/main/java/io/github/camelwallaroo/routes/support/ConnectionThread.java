package io.github.camelwallaroo.routes.support;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with a connection of its own, which comes back whatever becomes of the server: after a failure it waits, longer
 * each time up to five seconds, and connects again.
 *
 * @param <C> the connection
 */
public final class ConnectionThread<C extends AutoCloseable> implements AutoCloseable {

    /** The connections of one kind of service. */
    public interface Connections<C extends AutoCloseable> {

        /** One that the service has let us in on. */
        C connect() throws Exception;

        /** Ends one, whatever its thread waits for, as the network would. Any thread. */
        void abort(C connection) throws Exception;

        /** Why the service cannot be used, and which parameter to look at; without secrets. */
        String explain(Throwable failure);

        /** Whether a failure says no more than that a connection has ended. */
        default boolean isEnd(Throwable failure) {
            return false;
        }
    }

    /** What is done with a connection, until it breaks or there is nothing more to do. */
    @FunctionalInterface
    public interface Work<C extends AutoCloseable> {
        void run(ConnectionThread<C> self, C connection) throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionThread.class);
    private static final long SHORTEST_DELAY_MILLIS = 100;
    private static final long LONGEST_DELAY_MILLIS = 5_000;

    private final ServiceStatus status;
    private final Connections<C> connections;
    private final Work<C> work;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private C current;
    /** Whether the present connection, or the last one, was of use. Only the thread itself uses it. */
    private boolean worked;

    /**
     * One that has not begun.
     *
     * @param name   of the thread, beside the context's
     * @param status learns of failures; of success from the work
     */
    public ConnectionThread(CamelContext context, String name, ServiceStatus status, Connections<C> connections,
            Work<C> work) {
        this(context, name, status, connections, work, System::nanoTime);
    }

    ConnectionThread(CamelContext context, String name, ServiceStatus status, Connections<C> connections,
            Work<C> work, LongSupplier nanoClock) {
        this.status = status;
        this.connections = connections;
        this.work = work;
        this.nanoClock = nanoClock;
        this.thread = context.getExecutorServiceManager().newThread(name, this::run);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Any thread. */
    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Said by the work: the service did what it was asked to. The next failure is a new one. */
    public void works() {
        worked = true;
        status.up();
    }

    private void run() {
        long delay = SHORTEST_DELAY_MILLIS;
        boolean benefitOfDoubt = true;
        while (!isClosed()) {
            worked = false;
            try {
                use();
            } catch (Throwable e) {
                // One that was in use has ended: the next attempt, at once, tells why, if there is anything to tell.
                benefitOfDoubt = (worked || benefitOfDoubt) && status.isUp() && connections.isEnd(e);
                if (!isClosed() && !benefitOfDoubt) {
                    status.down(connections.explain(e));
                }
            }
            boolean soon = worked || benefitOfDoubt;
            benefitOfDoubt = worked;
            delay = soon ? SHORTEST_DELAY_MILLIS : Math.min(delay * 2, LONGEST_DELAY_MILLIS);
            pause(delay);
        }
    }

    private void use() throws Exception {
        C connection = connections.connect();
        long begun = nanoClock.getAsLong();
        try {
            if (become(connection)) {
                work.run(this, connection);
            }
        } finally {
            worked |= nanoClock.getAsLong() - begun > TimeUnit.MILLISECONDS.toNanos(LONGEST_DELAY_MILLIS);
            become(null);
            close(connection);
        }
    }

    /** @return whether it is to be used */
    private boolean become(C connection) {
        lock.lock();
        try {
            current = connection;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void close(C connection) {
        try {
            connection.close();
        } catch (Exception e) {
            LOG.debug("{}: closing a connection", thread.getName(), e);
        }
    }

    /** Said by the work: waits, unless this is closed meanwhile. */
    public void pause(long millis) {
        lock.lock();
        try {
            long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** Breaks the connection, if there is one; another one takes its place. Any thread. */
    public void disconnect() {
        C broken;
        lock.lock();
        try {
            broken = current;
        } finally {
            lock.unlock();
        }
        if (broken != null) {
            try {
                connections.abort(broken);
            } catch (Exception e) {
                LOG.debug("{}: a connection was broken already", thread.getName(), e);
            }
        }
    }

    /** Ends the thread and its connection, and waits for it unless it is the caller. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        disconnect();
        if (Thread.currentThread() != thread) {
            try {
                thread.join(LONGEST_DELAY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
