package io.github.camelwallaroo.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Messages that wait to be written, in order, in batches. Not thread-safe: guarded by the sender's lock.
 */
final class PendingQueue {

    private static final int SPARE_BATCHES = 4;

    private final Deque<PendingBatch> batches = new ArrayDeque<>();
    private final Deque<PendingBatch> spare = new ArrayDeque<>();
    private long nextSequence;

    /** @return the message's sequence number; it is in the first batch whose last sequence is at least that */
    long append(Encodable message, int size, Completion completion, Caller caller) {
        PendingBatch open = openFor(size);
        open.append(message, size, completion, caller, nextSequence, beginNanos(open));
        return nextSequence++;
    }

    /** As the other one, for a frame that is there already. */
    long append(byte[] frame, Completion completion, Caller caller) {
        PendingBatch open = openFor(frame.length);
        open.append(frame, completion, caller, nextSequence, beginNanos(open));
        return nextSequence++;
    }

    private PendingBatch openFor(int size) {
        PendingBatch open = batches.peekLast();
        if (open == null || !open.hasRoomFor(size)) {
            open = spare.isEmpty() ? new PendingBatch() : spare.pop();
            batches.addLast(open);
        }
        return open;
    }

    private static long beginNanos(PendingBatch open) {
        return open.count() == 0 ? System.nanoTime() : 0;
    }

    /** @return the oldest batch, now owned by the caller, or null */
    PendingBatch take() {
        return batches.pollFirst();
    }

    /** Gives a batch back to the front; it is the next to be taken. */
    void putBack(PendingBatch batch) {
        batches.addFirst(batch);
    }

    void recycle(PendingBatch batch) {
        if (spare.size() < SPARE_BATCHES && batch.isReusable()) {
            batch.clear();
            spare.push(batch);
        }
    }

    /** Forgets everything that waits. */
    void drop() {
        batches.clear();
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }

    /** Whether there is a batch that takes no more. */
    boolean hasFullBatch() {
        return batches.size() > 1;
    }

    /** The sequence number of the oldest message; meaningless when empty. */
    long firstSequence() {
        return batches.getFirst().firstSequence();
    }

    /** Who appended the youngest message; null when empty, or when that is not known any more. */
    Caller lastCaller() {
        PendingBatch open = batches.peekLast();
        return open == null ? null : open.lastCaller();
    }

    /** @return {@link System#nanoTime()} when the oldest batch was begun; meaningless when empty */
    long oldestNanos() {
        return batches.getFirst().begunNanos();
    }

    /** Takes out every message whose completion matches; the others keep their order. */
    List<PendingBatch> removeIf(Predicate<Completion> condition) {
        List<PendingBatch> removed = new ArrayList<>();
        List<PendingBatch> kept = new ArrayList<>();
        for (PendingBatch batch : batches) {
            int from = 0;
            while (from < batch.count()) {
                boolean matches = condition.test(batch.completion(from));
                int to = from + 1;
                while (to < batch.count() && condition.test(batch.completion(to)) == matches) {
                    to++;
                }
                boolean whole = from == 0 && to == batch.count();
                (matches ? removed : kept).add(whole ? batch : batch.copyOf(from, to));
                from = to;
            }
        }
        batches.clear();
        batches.addAll(kept);
        return removed;
    }
}
