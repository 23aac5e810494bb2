package io.github.camelwallaroo.routes.support.redis;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.routes.support.ServiceStatus;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/**
 * A thread with a connection of its own, which comes back whatever becomes of the server: after a failure it waits, longer
 * each time up to five seconds, and connects again.
 */
final class RedisWorker implements AutoCloseable {

    /** What is done with a connection, until it breaks or there is nothing more to do. */
    @FunctionalInterface
    interface Work {
        void run(RedisWorker self, Jedis jedis) throws Exception;
    }

    private static final long SHORTEST_DELAY_MILLIS = 100;
    private static final long LONGEST_DELAY_MILLIS = 5_000;

    private final String connector;
    private final RedisServer server;
    private final ServiceStatus status;
    private final Work work;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean closed;
    private Jedis current;

    RedisWorker(CamelContext context, String connector, RedisServer server, ServiceStatus status, Work work) {
        this.connector = connector;
        this.server = server;
        this.status = status;
        this.work = work;
        this.thread = context.getExecutorServiceManager().newThread("Redis-" + connector, this::run);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Whether the calling thread is this worker's. */
    boolean isMine() {
        return Thread.currentThread() == thread;
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        long delay = SHORTEST_DELAY_MILLIS;
        boolean benefitOfDoubt = true;
        while (!isClosed()) {
            long begun = 0;
            boolean lasted = false;
            try (Jedis jedis = server.connect(connector)) {
                begun = System.nanoTime();
                if (!become(jedis)) {
                    return;
                }
                work.run(this, jedis);
            } catch (Throwable e) {
                lasted = begun != 0 && System.nanoTime() - begun > TimeUnit.MILLISECONDS.toNanos(LONGEST_DELAY_MILLIS);
                // One that was in use has ended: the next attempt, at once, tells why, if there is anything to tell.
                benefitOfDoubt = (lasted || benefitOfDoubt) && status.isUp() && e instanceof JedisConnectionException;
                if (!isClosed() && !benefitOfDoubt) {
                    status.down(RedisFault.explain(e));
                }
            } finally {
                become(null);
            }
            boolean soon = lasted || benefitOfDoubt;
            benefitOfDoubt = lasted;
            delay = soon ? SHORTEST_DELAY_MILLIS : Math.min(delay * 2, LONGEST_DELAY_MILLIS);
            pause(delay);
        }
    }

    private boolean become(Jedis jedis) {
        lock.lock();
        try {
            current = jedis;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    private void pause(long millis) {
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

    /** Breaks the connection, as the network would. */
    void disconnect() {
        Jedis broken;
        lock.lock();
        try {
            broken = current;
        } finally {
            lock.unlock();
        }
        if (broken != null) {
            try {
                broken.getClient().forceDisconnect();
            } catch (IOException e) {
                // It is broken, then.
            }
        }
    }

    /** Ends the thread, and waits for it unless it is the caller. */
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
        if (!isMine()) {
            try {
                thread.join(LONGEST_DELAY_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
