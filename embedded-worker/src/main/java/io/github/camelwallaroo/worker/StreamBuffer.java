package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.camelwallaroo.transport.Connection;

/**
 * The output of one worker for one sink of generation 1 until it is written, and the frames that go with it. Adding never blocks,
 * so it may be done under a key's lock. One thread writes, see {@link StreamWriter}. Thread-safe.
 */
final class StreamBuffer {

    private final int maxMessages;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final StreamQueue queue = new StreamQueue();
    private boolean open;
    private Connection connection;
    private boolean writing;
    private boolean muted;
    private long lost;
    private boolean closed;

    /**
     * What is to be written next.
     *
     * @param connection where
     * @param frames     whole frames that are no output; none if there are payloads
     * @param offset     the place of the first payload in the output
     * @param payloads   outputs
     */
    record Batch(Connection connection, List<byte[]> frames, long offset, List<byte[]> payloads) {}

    /**
     * @param maxMessages outputs that wait before {@link #awaitRoom} holds its callers
     * @param maxBytes    likewise in bytes, framing included
     */
    StreamBuffer(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    // What gives output.

    void add(byte[] payload) {
        addAll(List.of(payload));
    }

    void addAll(List<byte[]> payloads) {
        lock.lock();
        try {
            if (muted) {
                lost += payloads.size();
            } else {
                payloads.forEach(queue::add);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has what was added written; holds the caller while too much waits. */
    void awaitRoom() {
        lock.lock();
        try {
            work.signal();
            while ((queue.messages() >= maxMessages || queue.bytes() >= maxBytes) && !closed) {
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    // What says when output may go.

    /** Whether output may be written to the present connection. */
    void open(boolean on) {
        changed(() -> open = on);
    }

    /**
     * Output that is added from now on has to wait for {@link #release()}.
     *
     * @return the offset where it begins
     */
    long hold() {
        changed(queue::hold);
        return offset();
    }

    void release() {
        changed(queue::release);
    }

    /** Puts a frame where output is held, or if it is not, before all output that is not written yet. */
    void place(byte[] frame) {
        changed(() -> queue.place(frame));
    }

    /** Drops all output that is not written; what comes begins at this offset. Returns when nothing is being written. */
    void reset(long offset) {
        changed(() -> {
            awaitWriter();
            queue.reset(offset);
        });
    }

    /** From now on output is dropped, as a real worker without resilience does after its sink was cut (rule K14). */
    void mute() {
        changed(() -> muted = true);
    }

    /** Waits until every placed frame is written, and all output that may be; or until the connection is gone. */
    void awaitWritten(Duration timeout) {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (connection != null && !closed && (writing || isWork()) && nanos > 0) {
                nanos = progress.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    // What comes and goes.

    /** What is placed from now on is for the next connection. */
    void begin() {
        changed(() -> {
            open = false;
            queue.dropPlaced();
        });
    }

    void connected(Connection established) {
        changed(() -> connection = established);
    }

    /** Returns when nothing is written any more. What was placed is dropped, output stays. */
    void disconnected() {
        changed(() -> {
            connection = null;
            open = false;
            awaitWriter();
            queue.dropPlaced();
        });
    }

    /** Lets go whoever is held, and the writer. */
    void close() {
        changed(() -> closed = true);
    }

    private void changed(Runnable change) {
        lock.lock();
        try {
            change.run();
            work.signal();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitWriter() {
        while (writing) {
            progress.awaitUninterruptibly();
        }
    }

    // What the writer does.

    /** Waits for something to write. @return null at the end; else to be followed by {@link #written} */
    Batch next() {
        lock.lock();
        try {
            while (!closed && (connection == null || !isWork())) {
                work.awaitUninterruptibly();
            }
            if (closed) {
                return null;
            }
            writing = true;
            return queue.isFrameDue()
                    ? new Batch(connection, queue.takeFrames(), queue.writtenOffset(), List.of())
                    : new Batch(connection, List.of(), queue.writtenOffset(), queue.dueOutputs());
        } finally {
            lock.unlock();
        }
    }

    private boolean isWork() {
        return queue.isFrameDue() || open && queue.isOutputDue();
    }

    /** The batch was written up to so many payloads; the others come again. */
    void written(int count) {
        changed(() -> {
            queue.written(count);
            writing = false;
        });
    }

    /** The writer found its connection broken: it gets nothing more until there is another. */
    void broken(Connection which) {
        changed(() -> {
            if (connection == which) {
                connection = null;
                open = false;
            }
        });
    }

    // What others want to know.

    private long guarded(LongSupplier value) {
        lock.lock();
        try {
            return value.getAsLong();
        } finally {
            lock.unlock();
        }
    }

    /** Outputs that are not written. */
    int messages() {
        return (int) guarded(queue::messages);
    }

    /** Bytes of outputs that are not written, framing included. */
    long bytes() {
        return guarded(queue::bytes);
    }

    /** Where the next output will begin. */
    long offset() {
        return guarded(queue::addedOffset);
    }

    /** How many outputs were added so far. */
    long addedMessages() {
        return guarded(queue::addedMessages);
    }

    /** Where the first output that is not written begins. */
    long writtenOffset() {
        return guarded(queue::writtenOffset);
    }

    /** Outputs that were dropped since it is muted. */
    long lost() {
        return guarded(() -> lost);
    }
}
