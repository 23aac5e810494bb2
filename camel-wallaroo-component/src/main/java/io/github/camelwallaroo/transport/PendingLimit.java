package io.github.camelwallaroo.transport;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;

/**
 * How much is accepted and not yet completed, and who is held until there is room. Every method is called under the
 * sender's lock.
 */
final class PendingLimit {

    private final int maxMessages;
    private final long maxBytes;
    private final Condition changed;
    private int waiters;
    private int messages;
    private long bytes;

    PendingLimit(int maxMessages, long maxBytes, Lock lock) {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("maxPending of " + maxMessages + " messages and maxPendingBytes of "
                    + maxBytes + "; expected 1 or more of each");
        }
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.changed = lock.newCondition();
    }

    /** @return whether {@code size} bytes fit now; a message that is alone always does */
    boolean hasRoom(int size) {
        return messages == 0 || messages < maxMessages && bytes + size <= maxBytes;
    }

    /** Holds the caller until {@code size} bytes fit or {@code cancelled}. */
    void awaitRoom(int size, BooleanSupplier cancelled) throws InterruptedException {
        while (!hasRoom(size) && !cancelled.getAsBoolean()) {
            waiters++;
            try {
                changed.await();
            } finally {
                waiters--;
            }
        }
    }

    void accept(int size) {
        messages++;
        bytes += size;
    }

    void release(PendingBatch batch) {
        messages -= batch.count();
        bytes -= batch.length();
        wake();
    }

    /** Lets those who wait look again. */
    void wake() {
        if (waiters > 0) {
            changed.signalAll();
        }
    }

    /** @return whether nothing was left at last */
    boolean awaitNothing(long timeoutMillis) throws InterruptedException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        while (messages > 0) {
            if (nanos <= 0) {
                return false;
            }
            waiters++;
            try {
                nanos = changed.awaitNanos(nanos);
            } finally {
                waiters--;
            }
        }
        return true;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }
}
