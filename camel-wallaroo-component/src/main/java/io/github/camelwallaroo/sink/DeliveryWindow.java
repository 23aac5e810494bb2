package io.github.camelwallaroo.sink;

/**
 * The messages that were handed on and are not all processed, in order. One thread adds; {@link #advance} is called under a
 * lock of the caller's, by whichever thread. Neither takes a lock here, since it would be taken for every message.
 */
final class DeliveryWindow {

    private static final int CAPACITY = 8_192;
    private static final int MASK = CAPACITY - 1;
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final HandedMessage[] ring = new HandedMessage[CAPACITY];
    private volatile long head;
    private volatile long tail;
    private long addedBytes;
    private volatile long passedBytes;

    /** Whether another message may be handed on: one always may if there is none. */
    boolean hasRoom() {
        long waiting = tail - head;
        return waiting == 0 || waiting < CAPACITY && addedBytes - passedBytes < MOST_BYTES;
    }

    /** Only when there is room. */
    void add(HandedMessage message) {
        long at = tail;
        ring[(int) at & MASK] = message;
        addedBytes += message.message().payload().length;
        tail = at + 1;
    }

    /** Forgets the first ones as far as they are processed without a gap. @return the last of them; null if there is none */
    StagedMessage advance() {
        long end = tail;
        long bytes = passedBytes;
        StagedMessage last = null;
        long at = head;
        while (at < end && ring[(int) at & MASK].isProcessed()) {
            last = ring[(int) at & MASK].message();
            ring[(int) at & MASK] = null;
            bytes += last.payload().length;
            at++;
        }
        passedBytes = bytes;
        head = at;
        return last;
    }

    /** Whether {@link #advance} would. */
    boolean canAdvance() {
        long at = head;
        HandedMessage first = at < tail ? ring[(int) at & MASK] : null;
        return first != null && first.isProcessed();
    }

    /** The first one that failed; null if none did. */
    HandedMessage firstFailed() {
        for (long at = head; at < tail; at++) {
            HandedMessage message = ring[(int) at & MASK];
            if (message != null && message.hasFailed()) {
                return message;
            }
        }
        return null;
    }

    /** How many were handed on and have not come back. */
    long open() {
        long open = 0;
        for (long at = head; at < tail; at++) {
            HandedMessage message = ring[(int) at & MASK];
            open += message != null && message.isOpen() ? 1 : 0;
        }
        return open;
    }

    /** How many were forgotten so far. */
    long passed() {
        return head;
    }
}
