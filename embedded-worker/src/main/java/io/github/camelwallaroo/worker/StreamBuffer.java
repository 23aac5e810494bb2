package io.github.camelwallaroo.worker;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.transport.Connection;

/**
 * The output of one worker for one sink of generation 1, in order, with its place in bytes, until it is written; and between it
 * the frames that have to stand at a certain place. Adding never blocks, so it may be done under a key's lock. One thread
 * writes, see {@link StreamWriter}. Thread-safe.
 */
final class StreamBuffer {

    private static final int FRAMING = Integer.BYTES + ConnectorCodec.MESSAGE_HEADER;
    private static final long NOT_HELD = Long.MAX_VALUE;

    /** Bytes that are written at one time. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final int maxMessages;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private final Deque<byte[]> payloads = new ArrayDeque<>();
    private final Deque<Placed> placed = new ArrayDeque<>();
    private long bytes;
    private long addedMessages;
    private long writtenMessages;
    private long addedOffset;
    private long writtenOffset;
    private long heldFrom = NOT_HELD;
    private boolean open;
    private Connection connection;
    private boolean writing;
    private boolean muted;
    private long lost;
    private boolean closed;

    /** A frame that is written when so many messages are. */
    private record Placed(long messages, byte[] frame) {}

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
        lock.lock();
        try {
            append(payload);
        } finally {
            lock.unlock();
        }
    }

    void addAll(List<byte[]> several) {
        lock.lock();
        try {
            several.forEach(this::append);
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] payload) {
        if (muted) {
            lost++;
            return;
        }
        payloads.add(payload);
        bytes += payload.length + FRAMING;
        addedMessages++;
        addedOffset += payload.length;
    }

    /** Has what was added written; holds the caller while too much waits. */
    void awaitRoom() {
        lock.lock();
        try {
            work.signal();
            while (isFull() && !closed) {
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return payloads.size() >= maxMessages || bytes >= maxBytes;
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
        lock.lock();
        try {
            heldFrom = addedMessages;
            return addedOffset;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        changed(() -> heldFrom = NOT_HELD);
    }

    /** Puts a frame where output is held, or if it is not, before all output that is not written yet. */
    void place(byte[] frame) {
        changed(() -> placed.add(new Placed(heldFrom == NOT_HELD ? 0 : heldFrom, frame)));
    }

    /** Drops all output that is not written; what comes begins at this offset. Returns when nothing is being written. */
    void reset(long offset) {
        lock.lock();
        try {
            while (writing) {
                progress.awaitUninterruptibly();
            }
            payloads.clear();
            bytes = 0;
            writtenMessages = addedMessages;
            addedOffset = offset;
            writtenOffset = offset;
            heldFrom = NOT_HELD;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** From now on output is dropped, as a real worker without resilience does after its sink was cut (rule K14). */
    void mute() {
        changed(() -> muted = true);
    }

    /** Waits until every placed frame is written, and all output that may be; or until the connection is gone. */
    void awaitWritten() {
        lock.lock();
        try {
            while (connection != null && !closed && (writing || isWork())) {
                progress.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    // What comes and goes.

    /** What is placed from now on is for the next connection. */
    void begin() {
        changed(() -> {
            open = false;
            placed.clear();
        });
    }

    void connected(Connection established) {
        changed(() -> connection = established);
    }

    /** Returns when nothing is written any more. What was placed is dropped, output stays. */
    void disconnected() {
        lock.lock();
        try {
            connection = null;
            open = false;
            while (writing) {
                progress.awaitUninterruptibly();
            }
            placed.clear();
            progress.signalAll();
        } finally {
            lock.unlock();
        }
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
            List<byte[]> frames = duePlaced();
            return new Batch(connection, frames, writtenOffset, frames.isEmpty() ? duePayloads() : List.of());
        } finally {
            lock.unlock();
        }
    }

    private boolean isWork() {
        return isPlacedDue() || open && writtenMessages < Math.min(addedMessages, barrier());
    }

    private boolean isPlacedDue() {
        return !placed.isEmpty() && placed.peek().messages() <= writtenMessages;
    }

    /** So many messages may be written before something else has to be. */
    private long barrier() {
        return placed.isEmpty() ? heldFrom : Math.min(heldFrom, placed.peek().messages());
    }

    private List<byte[]> duePlaced() {
        List<byte[]> due = new ArrayList<>();
        while (isPlacedDue()) {
            due.add(placed.remove().frame());
        }
        return due;
    }

    private List<byte[]> duePayloads() {
        long most = barrier() - writtenMessages;
        List<byte[]> due = new ArrayList<>();
        long size = 0;
        for (Iterator<byte[]> each = payloads.iterator(); each.hasNext() && due.size() < most && size < BATCH_BYTES;) {
            byte[] payload = each.next();
            due.add(payload);
            size += payload.length + FRAMING;
        }
        return due;
    }

    /** The batch was written up to so many payloads; the others come again. */
    void written(int count) {
        lock.lock();
        try {
            for (int i = 0; i < count; i++) {
                byte[] payload = payloads.remove();
                bytes -= payload.length + FRAMING;
                writtenOffset += payload.length;
            }
            writtenMessages += count;
            writing = false;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The writer found its connection broken: it gets nothing more until there is another. */
    void broken(Connection which) {
        lock.lock();
        try {
            if (connection == which) {
                connection = null;
                open = false;
            }
        } finally {
            lock.unlock();
        }
    }

    // What others want to know.

    /** Outputs that are not written. */
    int messages() {
        lock.lock();
        try {
            return payloads.size();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of outputs that are not written, framing included. */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Where the next output will begin. */
    long offset() {
        lock.lock();
        try {
            return addedOffset;
        } finally {
            lock.unlock();
        }
    }

    /** How many outputs were added so far. */
    long addedMessages() {
        lock.lock();
        try {
            return addedMessages;
        } finally {
            lock.unlock();
        }
    }

    /** Where the first output that is not written begins. */
    long writtenOffset() {
        lock.lock();
        try {
            return writtenOffset;
        } finally {
            lock.unlock();
        }
    }

    /** Outputs that were dropped since it is muted. */
    long lost() {
        lock.lock();
        try {
            return lost;
        } finally {
            lock.unlock();
        }
    }
}
