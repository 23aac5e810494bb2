package io.github.camelwallaroo.source;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs code of others, one item after the other, in a thread of its own that is started when it is first needed: neither who
 * reads nor who writes waits for it.
 *
 * <p>
 * An item may wait for something that only a later item brings about, as a completion does that sends again and waits for
 * that. Such an item must not hold up those behind it: {@link #replaceCurrent}, {@link #sendsAgain} and
 * {@link #replaceIfStuck} let another thread take over. Thread-safe.
 */
final class DeliveryLane<T> {

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLane.class);

    /** Of threads whose item has not returned; more would not help. */
    private static final int MOST_THREADS = 64;

    /** Items between two calls of {@code progressed}. */
    private static final int STRIDE = 64;

    private final ThreadFactory threads;
    private final Consumer<T> carrier;
    private final Runnable progressed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition idle = lock.newCondition();
    private final Deque<T> items = new ArrayDeque<>();
    private volatile Thread current;
    private volatile int backlog;
    private int liveThreads;
    private long itemSince;
    private boolean running;
    private boolean sentAgain;
    private boolean closed;

    /**
     * @param carrier    runs an item; what it throws is logged
     * @param progressed called now and then when there are fewer items, by a thread that holds no lock
     */
    DeliveryLane(ThreadFactory threads, Consumer<T> carrier, Runnable progressed) {
        this.threads = threads;
        this.carrier = carrier;
        this.progressed = progressed;
    }

    /** To be run in this order, behind those submitted before. Neither blocks nor runs them. */
    void submit(Collection<? extends T> more) {
        lock.lock();
        try {
            items.addAll(more);
            backlog = items.size();
            if (current == null || sentAgain && !isCurrent()) {
                startThread();
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private boolean startThread() {
        if (liveThreads == MOST_THREADS) {
            return false;
        }
        sentAgain = false;
        running = false;
        current = threads.newThread(this::run);
        liveThreads++;
        current.start();
        return true;
    }

    /** Items that wait. */
    int backlog() {
        return backlog;
    }

    /** How long the item under way has been running, in ms; 0 if there is none. */
    long itemMillis() {
        lock.lock();
        try {
            return running ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - itemSince) : 0;
        } finally {
            lock.unlock();
        }
    }

    /** Threads that run items now, or wait for them. */
    int liveThreads() {
        lock.lock();
        try {
            return liveThreads;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the calling thread is the one that runs items. */
    boolean isCurrent() {
        return Thread.currentThread() == current;
    }

    /** The item that the calling thread runs may wait for a later one: should it still run when one comes, see there. */
    void sendsAgain() {
        lock.lock();
        try {
            sentAgain |= isCurrent();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The calling thread, which runs an item, is about to wait for what later items bring about: another one runs them.
     *
     * @return false if too many wait already: it must not wait
     */
    boolean replaceCurrent() {
        lock.lock();
        try {
            return startThread();
        } finally {
            lock.unlock();
        }
    }

    /** @param nanos an item that runs for longer while others wait holds them up no more */
    void replaceIfStuck(long nanos) {
        lock.lock();
        try {
            if (running && !items.isEmpty() && System.nanoTime() - itemSince >= nanos) {
                startThread();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        int done = 0;
        T item;
        while ((item = take()) != null) {
            try {
                carrier.accept(item);
            } catch (Throwable e) {
                LOG.error("A completion or listener failed; those behind it go on", e);
            }
            if (++done % STRIDE == 0 || backlog == 0) {
                progressed.run();
            }
        }
    }

    /** @return null if the calling thread is to end */
    private T take() {
        lock.lock();
        try {
            if (isCurrent()) {
                running = false;
                sentAgain = false;
                if (items.isEmpty()) {
                    idle.signalAll();
                }
            }
            while (isCurrent() && items.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            if (!isCurrent() || items.isEmpty()) {
                current = isCurrent() ? null : current;
                liveThreads--;
                return null;
            }
            running = true;
            itemSince = System.nanoTime();
            T item = items.pollFirst();
            backlog = items.size();
            return item;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until nothing is left; not for longer, and not at all in a thread that runs an item. */
    void awaitIdle(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            while (!isCurrent() && (running || !items.isEmpty()) && nanos > 0) {
                nanos = idle.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Its thread ends when nothing is left. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
