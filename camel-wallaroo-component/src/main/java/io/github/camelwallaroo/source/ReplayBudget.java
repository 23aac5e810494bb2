package io.github.camelwallaroo.source;

/**
 * How much all streams of a connector may hold together, counting also what is safe but whose completions still have to run.
 * Guarded by the link's lock.
 */
final class ReplayBudget {

    private final int maxMessages;
    private final long maxBytes;
    private final DeliveryLane<?> completions;
    private int messages;
    private long bytes;

    ReplayBudget(int maxMessages, long maxBytes, DeliveryLane<?> completions) {
        if (maxMessages < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("maxPending of " + maxMessages + " messages and maxPendingBytes of "
                    + maxBytes + "; expected 1 or more of each");
        }
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
        this.completions = completions;
    }

    /** @return whether {@code size} bytes fit now; a message that is alone always does */
    boolean hasRoom(int size) {
        return fits(size, 1);
    }

    /** As {@link #hasRoom}, for those who must not be held lightly since others wait for them. */
    boolean hasReserve(int size) {
        return fits(size, 2);
    }

    /** @return whether so many messages more would fit now, unless they are uncommonly large */
    boolean hasRoomFor(int count) {
        int counted = messages + completions.backlog();
        return counted == 0 || counted + (long) count <= maxMessages && bytes <= maxBytes / 2;
    }

    private boolean fits(int size, int times) {
        int counted = messages + completions.backlog();
        return counted == 0 || counted < (long) times * maxMessages && bytes + size <= times * maxBytes;
    }

    void hold(int size) {
        messages++;
        bytes += size;
    }

    void release(int count, long size) {
        messages -= count;
        bytes -= size;
    }

    /** Held now. */
    int messages() {
        return messages;
    }

    /** Of their frames. */
    long bytes() {
        return bytes;
    }
}
