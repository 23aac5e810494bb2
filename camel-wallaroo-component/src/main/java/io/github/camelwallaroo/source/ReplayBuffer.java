package io.github.camelwallaroo.source;

import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The messages of one stream that were accepted and are not yet safe, in order, and a cursor between those that the present
 * connection was given and those it was not. A ring: O(1) for each message. Its limits are kept by the connector, for all
 * streams together. Not thread-safe.
 */
final class ReplayBuffer {

    private static final int SMALLEST = 16;

    /** Above this a ring that has run empty is given back. */
    private static final int KEPT = 1024;

    private ReplayEntry[] ring = new ReplayEntry[SMALLEST];
    /** Counts of all times; a place in the ring is a count modulo its length. */
    private long head;
    private long unsent;
    private long tail;
    private long bytes;

    /** @param entry with an id above all that are held */
    void append(ReplayEntry entry) {
        if (size() == ring.length) {
            grow();
        }
        ring[place(tail++)] = entry;
        bytes += entry.frame().length;
    }

    /** @return the next entry that the present connection was not given, which it now is; null if there is none */
    ReplayEntry takeUnsent() {
        return unsent == tail ? null : ring[place(unsent++)];
    }

    boolean hasUnsent() {
        return unsent != tail;
    }

    /** How many of those held the present connection was given. */
    int sent() {
        return (int) (unsent - head);
    }

    /** Begins again with the oldest: the connection that was given some of them is gone. */
    void replay() {
        unsent = head;
    }

    /** @return the oldest entry, taken out, if its id is at most this one; else null */
    ReplayEntry pollUpTo(long id) {
        ReplayEntry oldest = oldest();
        return oldest == null || Long.compareUnsigned(oldest.id(), id) > 0 ? null : poll();
    }

    /** @return the oldest entry, taken out; null if there is none */
    ReplayEntry poll() {
        if (isEmpty()) {
            return null;
        }
        int place = place(head++);
        ReplayEntry oldest = ring[place];
        ring[place] = null;
        bytes -= oldest.frame().length;
        unsent = Math.max(unsent, head);
        if (isEmpty() && ring.length > KEPT) {
            ring = new ReplayEntry[SMALLEST];
        }
        return oldest;
    }

    ReplayEntry oldest() {
        return isEmpty() ? null : ring[place(head)];
    }

    ReplayEntry newest() {
        return isEmpty() ? null : ring[place(tail - 1)];
    }

    /** @return the entry with this id, or null; O(log n) */
    ReplayEntry find(long id) {
        long low = head;
        long high = tail - 1;
        while (low <= high) {
            long middle = (low + high) >>> 1;
            ReplayEntry entry = ring[place(middle)];
            int order = Long.compareUnsigned(entry.id(), id);
            if (order == 0) {
                return entry;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /** @param index 0 is the oldest */
    ReplayEntry get(int index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("entry " + index + " of " + size());
        }
        return ring[place(head + index)];
    }

    /** Takes out the entries that match, wherever they are. O(n). @param removed hears of each, in order */
    void removeIf(Predicate<ReplayEntry> condition, Consumer<ReplayEntry> removed) {
        long kept = head;
        long keptUnsent = unsent;
        for (long i = head; i < tail; i++) {
            ReplayEntry entry = ring[place(i)];
            if (condition.test(entry)) {
                bytes -= entry.frame().length;
                keptUnsent -= i < unsent ? 1 : 0;
                removed.accept(entry);
            } else {
                ring[place(kept++)] = entry;
            }
        }
        for (long i = kept; i < tail; i++) {
            ring[place(i)] = null;
        }
        tail = kept;
        unsent = keptUnsent;
    }

    int size() {
        return (int) (tail - head);
    }

    /** Of all frames held, with their length fields. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return head == tail;
    }

    private void grow() {
        ReplayEntry[] larger = new ReplayEntry[ring.length * 2];
        for (long i = head; i < tail; i++) {
            larger[(int) (i & larger.length - 1)] = ring[place(i)];
        }
        ring = larger;
    }

    private int place(long count) {
        return (int) (count & ring.length - 1);
    }
}
