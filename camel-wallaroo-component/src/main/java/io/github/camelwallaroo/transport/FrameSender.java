package io.github.camelwallaroo.transport;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.metrics.ConnectorMetrics;

/**
 * What a session sends over its connection. Sending has two halves: {@link #offer} puts a frame into the batch under way and
 * may be called under a lock, since it neither blocks nor does I/O; {@link #flush} writes in the calling thread if nobody is
 * writing, and is called without one. The rule who writes is that of {@link BatchingSender}.
 *
 * <p>
 * Frames belong to one connection: what it has not taken when it ends is dropped here, since it is kept where frames come
 * from, and there it is known what has to be sent again. {@link #writtenFrames} tells the one from the other. Nothing is
 * bounded here either: who offers is bounded by credits and by what it keeps. Thread-safe.
 */
public final class FrameSender implements ConnectionSender {

    /** Batches that a calling thread writes before the writer thread takes over. */
    private static final int ROUNDS = 4;

    /** Frames of one caller that share a write: enough that the system call no longer matters. */
    private static final int LARGEST_BURST = 256;

    /** Marks a message, as opposed to a frame that only keeps the conversation going. */
    private static final Completion MESSAGE = failure -> {};

    private final boolean acknowledged;
    private final Runnable written;
    private final BatchWriter writer;

    private final ReentrantLock lock = new ReentrantLock();
    private final PendingQueue queue = new PendingQueue();
    private final WriterThread writerThread;
    private final WriterRole role;
    private final ThreadLocal<Caller> callers;
    private final Condition drained = lock.newCondition();
    private long writtenFrames;
    private int awaiting;
    private boolean closed;

    /**
     * @param largestBurst at most so many frames of one caller are left unwritten for a moment, in case there are more
     * @param acknowledged whether the peer says what it has; if not, what a broken connection swallowed is in doubt
     * @param written      called by the writer thread when {@link #writtenFrames} has grown; must not block. Who calls
     *                     {@link #flush} looks for himself
     */
    public FrameSender(int largestBurst, boolean acknowledged, Runnable written, ThreadFactory threads,
            ConnectorMetrics metrics) {
        this.acknowledged = acknowledged;
        this.written = written;
        this.writer = new BatchWriter(metrics);
        this.writerThread = new WriterThread(threads, lock, this::runWriter);
        this.role = new WriterRole(queue, writerThread, lock);
        int burst = Math.max(1, Math.min(LARGEST_BURST, largestBurst));
        this.callers = ThreadLocal.withInitial(() -> new Caller(burst));
    }

    /**
     * Puts a frame behind those offered before. Neither blocks nor writes, so it may be called under the caller's own lock,
     * which then decides the order.
     *
     * @param frame   whole, with its length field; copied
     * @param message whether it counts as a message
     * @return true if {@link #flush} or {@link #handOver} is to be called once no lock is held; false if somebody else
     *         writes it
     */
    public boolean offer(byte[] frame, boolean message) {
        Caller caller = callers.get();
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            long sequence = queue.append(frame, message ? MESSAGE : null, caller);
            if (caller.sent(1, sequence, queue.firstSequence()) || !message) {
                role.setDue();
            }
            return role.isForCallingThread();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Writes what was offered, unless somebody is writing already: that one writes it. Never called under a lock.
     *
     * @param  own of what the calling thread sent; null if it cannot leave
     * @return     whether the calling thread wrote something
     */
    public boolean flush(Completion own) {
        PendingBatch batch;
        lock.lock();
        try {
            batch = role.takeInCallingThread(own);
        } finally {
            lock.unlock();
        }
        int rounds = 0;
        while (batch != null) {
            batch = write(batch, ++rounds < ROUNDS);
        }
        return rounds > 0;
    }

    /** Has another thread write what was offered: for those who must not block, such as who reads the same connection. */
    public void handOver() {
        lock.lock();
        try {
            role.setDue();
            role.makeSureOfAWriter();
        } finally {
            lock.unlock();
        }
    }

    private void runWriter() {
        PendingBatch batch;
        while ((batch = awaitWork()) != null) {
            while (batch != null) {
                batch = write(batch, true);
                written.run();
            }
        }
    }

    /** @return the batch to begin with, the role taken; null when closed */
    private PendingBatch awaitWork() {
        lock.lock();
        try {
            PendingBatch batch;
            while ((batch = role.takeInWriterThread()) == null && !closed) {
                writerThread.rest();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** @return the next batch, or null if the role was left */
    private PendingBatch write(PendingBatch batch, boolean mayGoOn) {
        int bytes = writer.write(batch, role.target());
        lock.lock();
        try {
            PendingBatch rest = writer.settle(batch, bytes, role.target());
            writtenFrames += batch.count();
            if (rest != null) {
                role.targetIsBroken();
            }
            queue.recycle(batch);
            PendingBatch next = role.takeNext(mayGoOn);
            wakeAwaiting();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** @return frames that were handed whole to the last or present connection, the first ones of those offered to it */
    public long writtenFrames() {
        lock.lock();
        try {
            return writtenFrames;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets the last connection; what is offered from now on is for the next. Called before it is {@link #connected}. */
    public void begin() {
        lock.lock();
        try {
            queue.drop();
            writtenFrames = 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void connected(Connection established) {
        lock.lock();
        try {
            role.setDue();
            role.connected(established);
        } finally {
            lock.unlock();
        }
    }

    /** Drops what was not written; {@link #writtenFrames} stands still until the next connection. */
    @Override
    public long disconnected(Connection broken) {
        broken.close();
        lock.lock();
        try {
            role.disconnected(broken);
            queue.drop();
            wakeAwaiting();
            if (acknowledged) {
                writer.nothingInDoubt();
            }
            return writer.takeInDoubt();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until everything that was offered is written. @return whether it is; false also if the connection broke */
    public boolean awaitWritten(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        lock.lock();
        try {
            role.setDue();
            role.makeSureOfAWriter();
            awaiting++;
            while (role.isConnected() && isWriting() && nanos > 0) {
                nanos = drained.awaitNanos(nanos);
            }
            return role.isConnected() && !isWriting();
        } finally {
            awaiting--;
            lock.unlock();
        }
    }

    private boolean isWriting() {
        return !queue.isEmpty() || role.target() != null;
    }

    private void wakeAwaiting() {
        if (awaiting > 0) {
            drained.signalAll();
        }
    }

    /** Drops what was not written. @return 0: it is given back where it is kept */
    @Override
    public int close(NotSentException reason) {
        Connection last;
        lock.lock();
        try {
            closed = true;
            queue.drop();
            last = role.close();
            wakeAwaiting();
        } finally {
            lock.unlock();
        }
        if (last != null) {
            last.close();
        }
        return 0;
    }

    @Override
    public boolean isConnected() {
        lock.lock();
        try {
            return role.isConnected();
        } finally {
            lock.unlock();
        }
    }

    /** 0: what waits is counted where it is kept. */
    @Override
    public int pendingMessages() {
        return 0;
    }

    @Override
    public void everythingWasRead() {
        lock.lock();
        try {
            writer.nothingInDoubt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long blockedMillis() {
        return writer.blockedMillis();
    }

    @Override
    public boolean holdsWhoLeft() {
        lock.lock();
        try {
            return role.holdsWhoLeft();
        } finally {
            lock.unlock();
        }
    }
}
