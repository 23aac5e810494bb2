package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.transport.Connection;

/**
 * What one source connection of generation 1 is told. Adding never blocks; one thread at a time writes, with no lock held that
 * those who add need. A connector that never reads is cut off before it costs memory. Thread-safe.
 */
final class SessionOutput {

    /** Bytes that wait for a connector that does not read; an ACK for 1000 streams every second fills it in a minute. */
    static final int MOST_BYTES = 1024 * 1024;

    private static final int NO_TYPE = 42;
    private static final int TYPE_OFFSET = 4;
    private static final byte[] NOTHING = new byte[0];

    private final Connection connection;
    private final SourceFaults faults;
    private final ReentrantLock writing = new ReentrantLock();
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private volatile int waitingBytes;
    private boolean ended;

    SessionOutput(Connection connection, SourceFaults faults) {
        this.connection = connection;
        this.faults = faults;
    }

    /** @return false if so much waits already that the connection is closed instead */
    synchronized boolean add(byte[] frame) {
        if (ended) {
            return true;
        }
        if (waitingBytes + frame.length > MOST_BYTES) {
            end();
            connection.close();
            return false;
        }
        byte[] spoilt = spoil(frame);
        waiting.add(spoilt);
        waitingBytes += spoilt.length;
        return true;
    }

    private byte[] spoil(byte[] frame) {
        switch (faults.takeFrameFault()) {
            case CORRUPT -> frame[TYPE_OFFSET] = NO_TYPE;
            case CUT -> {
                ended = true;
                return Arrays.copyOf(frame, frame.length / 2);
            }
            case NONE -> {
                // As nearly always.
            }
        }
        return frame;
    }

    private synchronized void end() {
        ended = true;
        waiting.clear();
        waitingBytes = 0;
    }

    boolean isWaiting() {
        return waitingBytes > 0;
    }

    /** Writes what waits, unless somebody else does so already; blocks while the connector does not read. */
    void flush() {
        while (isWaiting() && !faults.isHung() && writing.tryLock()) {
            try {
                write(false);
            } finally {
                writing.unlock();
            }
        }
    }

    /** Writes what waits, says that it was the last, and takes no more; blocks while the connector does not read. */
    void finish() {
        writing.lock();
        try {
            write(true);
            connection.endOutput();
        } catch (IOException e) {
            // It is gone already.
        } finally {
            writing.unlock();
        }
        end();
    }

    private void write(boolean evenIfHung) {
        try {
            for (byte[] bytes = take(evenIfHung); bytes.length > 0; bytes = take(evenIfHung)) {
                for (int at = 0; at < bytes.length;) {
                    at += connection.write(bytes, at, bytes.length - at);
                }
            }
            if (isCut()) {
                connection.close();
            }
        } catch (IOException e) {
            end();
            // The thread that reads it shall notice.
            connection.close();
        }
    }

    /** Everything that waits, for one write. What was added while it hangs is not taken by whoever was writing before. */
    private synchronized byte[] take(boolean evenIfHung) {
        if (!evenIfHung && faults.isHung()) {
            return NOTHING;
        }
        byte[] all = new byte[waitingBytes];
        int at = 0;
        for (byte[] frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        waitingBytes = 0;
        return all;
    }

    private synchronized boolean isCut() {
        return ended;
    }
}
