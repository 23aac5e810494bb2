package io.github.camelwallaroo.transport;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * The thread that writes what no calling thread writes, and how it learns that there is something: called at once, or by
 * looking for a while now and then, since waking it for every message that is left to it would cost more than a write.
 * Started when first needed. Every method is called under the sender's lock.
 */
final class WriterThread {

    /** How long a message may be left for others to share its write, ns. */
    static final long LINGER_NANOS = TimeUnit.MICROSECONDS.toNanos(250);

    /** The longest pause between two looks, ns. */
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** Looks in vain after the last message that was left, before it sleeps until told. */
    private static final int LOOKS = 8;

    private final ThreadFactory threads;
    private final Runnable body;
    private final Condition told;
    private Thread thread;
    private boolean called;
    private boolean looking;
    private int looksLeft;
    private long pauseNanos = LINGER_NANOS;

    /** @param body runs until the sender is closed, and calls {@link #rest()} whenever it has nothing to write */
    WriterThread(ThreadFactory threads, Lock lock, Runnable body) {
        this.threads = threads;
        this.body = body;
        this.told = lock.newCondition();
    }

    /** Has it write now. */
    void call() {
        start();
        if (!called) {
            called = true;
            told.signal();
        }
    }

    /** Has it write what is still there when {@link #LINGER_NANOS} are over. */
    void lookAfter() {
        start();
        looksLeft = LOOKS;
        if (!looking) {
            looking = true;
            pauseNanos = LINGER_NANOS;
            told.signal();
        }
    }

    private void start() {
        if (thread == null) {
            thread = threads.newThread(body);
            thread.start();
        }
    }

    boolean isCalled() {
        return called;
    }

    /** It has come. */
    void answered() {
        called = false;
    }

    /** It found something by looking: there may soon be more. */
    void lookSooner() {
        pauseNanos = LINGER_NANOS;
    }

    /** Waits until told, or for the next look. */
    void rest() {
        if (!looking) {
            told.awaitUninterruptibly();
            return;
        }
        try {
            told.awaitNanos(pauseNanos);
        } catch (InterruptedException e) {
            // Only the sender's close ends this thread; an interrupt just shortens the pause.
        }
        looking = --looksLeft > 0;
        pauseNanos = Math.min(LONGEST_PAUSE_NANOS, 2 * pauseNanos);
    }

    /** Has it see that the sender is closed. */
    void wake() {
        told.signalAll();
    }
}
