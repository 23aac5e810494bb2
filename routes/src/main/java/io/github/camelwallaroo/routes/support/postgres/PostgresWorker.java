package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * A thread with a connection of its own, which comes back whatever becomes of the database: after a failure it waits, longer
 * each time up to five seconds, and connects again.
 */
final class PostgresWorker implements AutoCloseable {

    /** What is done with a connection, until it breaks or there is nothing more to do. */
    @FunctionalInterface
    interface Work {
        void run(PostgresWorker self, Connection connection) throws Exception;
    }

    private static final long SHORTEST_DELAY_MILLIS = 100;
    private static final long LONGEST_DELAY_MILLIS = 5_000;

    private final String connector;
    private final PostgresDatabase database;
    private final ServiceStatus status;
    private final PostgresFault fault;
    private final Work work;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private boolean worked;
    private Connection current;

    PostgresWorker(CamelContext context, String connector, PostgresDatabase database, ServiceStatus status,
            PostgresFault fault, Work work) {
        this.connector = connector;
        this.database = database;
        this.status = status;
        this.fault = fault;
        this.work = work;
        this.thread = context.getExecutorServiceManager().newThread("Postgres-" + connector, this::run);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** The database did what it was asked to: the next failure is a new one. */
    void works() {
        worked = true;
        status.up();
    }

    private void run() {
        long delay = SHORTEST_DELAY_MILLIS;
        while (!isClosed()) {
            worked = false;
            try (Connection connection = database.connect(connector)) {
                if (!become(connection)) {
                    return;
                }
                work.run(this, connection);
            } catch (Throwable e) {
                if (!isClosed()) {
                    status.down(fault.explain(e));
                }
            } finally {
                become(null);
            }
            delay = worked ? SHORTEST_DELAY_MILLIS : Math.min(delay * 2, LONGEST_DELAY_MILLIS);
            pause(delay);
        }
    }

    private boolean become(Connection connection) {
        lock.lock();
        try {
            current = connection;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Waits, unless it is closed meanwhile. */
    void pause(long millis) {
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

    /** Ends the thread and its connection, and waits for it unless it is the caller. */
    @Override
    public void close() {
        Connection last;
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            last = current;
        } finally {
            lock.unlock();
        }
        try {
            if (last != null) {
                // Whatever it waits for.
                last.abort(Runnable::run);
            }
        } catch (SQLException e) {
            // It is broken, then.
        }
        if (Thread.currentThread() != thread) {
            try {
                thread.join(LONGEST_DELAY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
