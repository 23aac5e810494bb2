package io.github.camelwallaroo.worker.checkpoint;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages are processed inside, checkpoints are taken while nobody is inside: so a checkpoint never sees half a message.
 *
 * <p>
 * A thread that processes enters with many messages at once, hands their outputs over before it leaves, and does whatever may
 * block (sockets, full buffers) outside. Between two messages it asks {@link #isWanted()} and leaves early if so.
 *
 * <p>
 * Each rollback begins another epoch. Messages that came in an earlier one must not be processed any more, since their
 * connector will send them again: {@link #enter(long)} refuses them. Thread-safe; not reentrant.
 */
public final class ProcessingGate {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int inside;
    private long epoch;
    private boolean down;
    private final boolean absent;
    private volatile boolean wanted;

    public ProcessingGate() {
        this(false);
    }

    private ProcessingGate(boolean absent) {
        this.absent = absent;
    }

    /** For workers that take no checkpoints: everybody passes, and nobody is counted. */
    public static ProcessingGate none() {
        return new ProcessingGate(true);
    }

    /** The current epoch: a connection notes it when it begins. */
    public long epoch() {
        lock.lock();
        try {
            return epoch;
        } finally {
            lock.unlock();
        }
    }

    /** Enters, whatever the epoch; waits while a checkpoint is being taken. */
    public void enter() {
        if (absent) {
            return;
        }
        lock.lock();
        try {
            awaitOpen();
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Enters with messages of one epoch; waits while a checkpoint is being taken.
     *
     * @return false, and the caller is not inside, if that epoch is over: its messages are to be dropped in silence
     */
    public boolean enter(long messagesEpoch) {
        if (absent) {
            return true;
        }
        lock.lock();
        try {
            awaitOpen();
            if (messagesEpoch != epoch) {
                return false;
            }
            inside++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void awaitOpen() {
        while (wanted && !down) {
            changed.awaitUninterruptibly();
        }
    }

    /** Called once for every time the caller entered. */
    public void leave() {
        if (absent) {
            return;
        }
        lock.lock();
        try {
            inside--;
            if (inside == 0 && wanted) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether somebody waits for everybody to leave. Cheap enough to ask after every message. */
    public boolean isWanted() {
        return wanted;
    }

    /**
     * Keeps everybody out until {@link #open()}, and waits until everybody has left. One caller at a time.
     *
     * @return false if somebody is still inside; the gate is kept closed, and to call again goes on waiting
     */
    boolean close(Duration patience) {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            wanted = true;
            while (inside > 0 && !down) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = awaitLeaving(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private long awaitLeaving(long nanos) {
        try {
            return changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
            // Half a checkpoint is none: it is given up by shutDown() alone.
            return nanos;
        }
    }

    void open() {
        lock.lock();
        try {
            wanted = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Messages that came before now are not processed any more. Called while the gate is closed. */
    void beginEpoch() {
        lock.lock();
        try {
            epoch++;
        } finally {
            lock.unlock();
        }
    }

    /** How many are inside. */
    int inside() {
        lock.lock();
        try {
            return inside;
        } finally {
            lock.unlock();
        }
    }

    /** The worker ends: lets everybody through, for good. */
    public void shutDown() {
        lock.lock();
        try {
            down = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
