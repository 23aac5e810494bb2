package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.source.SourceConnector;

/**
 * Threads that give what sources have, each from every source in turn, so that one stream is written by many threads, one
 * after the other. Some of them ask whether a stream is writable, the others are held when it is not.
 */
final class Writers implements AutoCloseable {

    private static final int MOST_AT_ONCE = 20;

    /** One source, and the connector that it gives to. */
    record Feed(NumberedSource source, SourceConnector connector) {}

    private final List<Feed> feeds;
    private final List<Thread> threads = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean closed;

    /** @param seed of the order in which threads visit sources */
    Writers(List<Feed> feeds, int count, long seed) {
        this.feeds = List.copyOf(feeds);
        for (int i = 0; i < count; i++) {
            boolean polite = i % 2 == 0;
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> run(random, polite), "acceptance-writer-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(Random random, boolean polite) {
        try {
            while (!closed) {
                Feed feed = feeds.get(random.nextInt(feeds.size()));
                boolean wanted = !polite || feed.connector().isWritable(feed.source().stream());
                if (!wanted || feed.source().give(feed.connector(), 1 + random.nextInt(MOST_AT_ONCE)) == 0) {
                    pause();
                }
            }
        } catch (Throwable e) {
            if (!closed) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** Nothing was given: there is nothing, or it is not taken, which changes without a word. */
    private void pause() throws InterruptedException {
        lock.lock();
        try {
            more.await(500, TimeUnit.MICROSECONDS);
        } finally {
            lock.unlock();
        }
    }

    /** Every source may give so many more. */
    void allow(int messages) {
        feeds.forEach(feed -> feed.source().allow(messages));
        lock.lock();
        try {
            more.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What ended a thread; null if nothing did. */
    Throwable failure() {
        return failure.get();
    }

    /** Where each thread is, for people. */
    String stacks() {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads) {
            text.append(thread.getName()).append(' ').append(thread.getState()).append('\n');
            for (StackTraceElement element : thread.getStackTrace()) {
                text.append("    at ").append(element).append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }
}
