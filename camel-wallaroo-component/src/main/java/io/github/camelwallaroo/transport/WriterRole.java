package io.github.camelwallaroo.transport;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/**
 * Who writes, where to, and when it is time. One thread at a time holds the role; it writes without the lock, and takes,
 * passes on or leaves the role under it. Every method is called under the sender's lock.
 */
final class WriterRole {

    private final PendingQueue queue;
    private final WriterThread writerThread;
    private final Condition free;
    private Connection connection;
    /** Where the holder of the role writes; null = nobody holds it. */
    private Connection target;
    /** Of the calling thread that writes; null = another thread does, or nobody. */
    private Completion holder;
    /** What the holder of the role writes; null = nobody writes. */
    private PendingBatch underWay;
    private boolean handedOver;
    /** Whether somebody may be waiting for what is pending. */
    private boolean due;
    private int waiters;

    WriterRole(PendingQueue queue, WriterThread writerThread, Lock lock) {
        this.queue = queue;
        this.writerThread = writerThread;
        this.free = lock.newCondition();
    }

    /** Where the holder of the role writes. */
    Connection target() {
        return target;
    }

    boolean isConnected() {
        return connection != null;
    }

    /** What is pending is not to wait for more. */
    void setDue() {
        due = true;
    }

    /** @return whether the calling thread is to write; if not, somebody else does, sooner or later */
    boolean isForCallingThread() {
        if (connection == null || target != null) {
            return false;
        }
        if (!isDue()) {
            writerThread.lookAfter();
            return false;
        }
        return true;
    }

    /**
     * @param  own what the calling thread sends; null if it cannot leave
     * @return     the batch that the calling thread is to write, the role taken; null if it is not to write
     */
    PendingBatch takeInCallingThread(Completion own) {
        if (!isForCallingThread()) {
            return null;
        }
        holder = own;
        return take();
    }

    /** @return whether what is being written holds somebody who is not to be held any more */
    boolean holdsWhoLeft() {
        return holder != null && holder.hasLeft() || underWay != null && underWay.anyHasLeft();
    }

    /** @return the batch that the writer thread is to write, the role taken; null if it is not to write */
    PendingBatch takeInWriterThread() {
        boolean called = writerThread.isCalled();
        writerThread.answered();
        boolean mayWrite = connection != null && !queue.isEmpty() && (target == null || handedOver);
        if (mayWrite && (called || isOverdue())) {
            if (!called) {
                learnFromPause();
            }
            handedOver = false;
            return take();
        }
        if (handedOver) {
            handedOver = false;
            leave();
        }
        return null;
    }

    /** @return the next batch for who holds the role; null if the role was left or passed to the writer thread */
    PendingBatch takeNext(boolean mayGoOn) {
        boolean more = connection == target && isDue() && waiters == 0;
        if (more && mayGoOn) {
            return take();
        }
        if (more) {
            holder = null;
            underWay = null;
            handedOver = true;
            writerThread.call();
        } else {
            leave();
        }
        return null;
    }

    private PendingBatch take() {
        target = connection;
        underWay = queue.take();
        due &= !queue.isEmpty();
        return underWay;
    }

    private void leave() {
        target = null;
        holder = null;
        underWay = null;
        if (waiters > 0) {
            free.signalAll();
        }
        if (connection != null && !queue.isEmpty()) {
            if (isDue()) {
                writerThread.call();
            } else {
                writerThread.lookAfter();
            }
        }
    }

    private boolean isDue() {
        return !queue.isEmpty() && (due || queue.hasFullBatch());
    }

    private boolean isOverdue() {
        return System.nanoTime() - queue.oldestNanos() >= WriterThread.LINGER_NANOS;
    }

    private void learnFromPause() {
        writerThread.lookSooner();
        Caller last = queue.lastCaller();
        if (last != null) {
            last.paused();
        }
    }

    /** Before somebody is held, somebody must be writing: all that is in his way may be his own. */
    void makeSureOfAWriter() {
        if (connection != null && target == null && !queue.isEmpty()) {
            writerThread.call();
        }
    }

    /** Holds the calling thread while somebody else is writing; returns too when the connection is gone. */
    void awaitFree() throws InterruptedException {
        while (target != null && connection != null) {
            waiters++;
            try {
                free.await();
            } finally {
                waiters--;
            }
        }
    }

    /** From now on this is where to write. */
    void connected(Connection established) {
        connection = established;
        makeSureOfAWriter();
    }

    /** The target broke under who writes to it. */
    void targetIsBroken() {
        if (connection == target) {
            connection = null;
        }
    }

    /** Returns when nobody writes to {@code broken} any more, nor will. */
    void disconnected(Connection broken) {
        if (connection == broken) {
            connection = null;
        }
        while (target == broken) {
            waiters++;
            free.awaitUninterruptibly();
            waiters--;
        }
        free.signalAll();
    }

    /** @return what is to be closed without the lock, or null */
    Connection close() {
        Connection last = connection;
        connection = null;
        free.signalAll();
        writerThread.wake();
        return last;
    }
}
