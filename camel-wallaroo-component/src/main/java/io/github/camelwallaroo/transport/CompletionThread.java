package io.github.camelwallaroo.transport;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Runs the completions of batches that the writer thread wrote, so that no code of others ever holds up a write.
 *
 * <p>
 * A completion may send again and wait for that: while the peer is away it would wait for ever if the very thread that it
 * blocks had to complete it. {@link #replaceCurrent()} lets another thread take over in that case.
 */
final class CompletionThread {

    private final ThreadFactory threads;
    private final Consumer<PendingBatch> finisher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Deque<PendingBatch> batches = new ArrayDeque<>();
    private volatile Thread current;
    private boolean closed;

    /** @param finisher completes every message of a batch; must not throw */
    CompletionThread(ThreadFactory threads, Consumer<PendingBatch> finisher) {
        this.threads = threads;
        this.finisher = finisher;
    }

    void submit(PendingBatch batch) {
        lock.lock();
        try {
            batches.addLast(batch);
            if (current == null) {
                current = threads.newThread(this::run);
                current.start();
            }
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isCurrent() {
        return Thread.currentThread() == current;
    }

    /** Called by the thread itself, before it may be blocked: the next batch is completed by a new thread. */
    void replaceCurrent() {
        lock.lock();
        try {
            current = null;
            if (!batches.isEmpty()) {
                current = threads.newThread(this::run);
                current.start();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What was submitted is still completed. */
    void close() {
        lock.lock();
        try {
            closed = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        PendingBatch batch;
        while ((batch = take()) != null) {
            finisher.accept(batch);
        }
    }

    private PendingBatch take() {
        lock.lock();
        try {
            while (isCurrent() && batches.isEmpty() && !closed) {
                work.awaitUninterruptibly();
            }
            if (!isCurrent()) {
                return null;
            }
            if (batches.isEmpty()) {
                current = null;
                return null;
            }
            return batches.pollFirst();
        } finally {
            lock.unlock();
        }
    }
}
