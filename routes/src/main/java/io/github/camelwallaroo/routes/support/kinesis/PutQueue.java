package io.github.camelwallaroo.routes.support.kinesis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that wait to be put, by their partition keys: requests take from all keys in turn, and of each key in its order.
 * Thread-safe.
 */
final class PutQueue {

    /** AWS' limits of one request. */
    static final int MOST_RECORDS = 500;
    static final long MOST_BYTES = 5 * 1024 * 1024;

    private final Map<String, Deque<PendingRecord>> keys = new LinkedHashMap<>();
    private final int mostOfOneKey;
    private boolean alone;
    private int size;

    /** @param mostOfOneKey how many records of one key may be in one request */
    PutQueue(int mostOfOneKey) {
        this.mostOfOneKey = mostOfOneKey;
    }

    synchronized void add(PendingRecord record) {
        keys.computeIfAbsent(record.key(), key -> new ArrayDeque<>()).addLast(record);
        size++;
        notifyAll();
    }

    /** These come first again, in the order in which they were taken. */
    synchronized void putBack(List<PendingRecord> records) {
        for (int i = records.size() - 1; i >= 0; i--) {
            PendingRecord record = records.get(i);
            keys.computeIfAbsent(record.key(), key -> new ArrayDeque<>()).addFirst(record);
            size++;
        }
    }

    /** As many of the next requests as there are records now shall hold one record, to find out which is refused. */
    synchronized void oneAtATime(boolean oneAtATime) {
        alone = oneAtATime;
    }

    /** What fits into one request; waits for the first record so long at most. @return empty if there was none */
    synchronized List<PendingRecord> take(long millis) throws InterruptedException {
        if (size == 0) {
            wait(millis);
        }
        List<PendingRecord> taken = new ArrayList<>();
        List<Map.Entry<String, Deque<PendingRecord>>> again = new ArrayList<>();
        int most = alone ? 1 : MOST_RECORDS;
        long bytes = 0;
        boolean full = false;
        Iterator<Map.Entry<String, Deque<PendingRecord>>> each = keys.entrySet().iterator();
        while (each.hasNext() && !full && taken.size() < most) {
            Map.Entry<String, Deque<PendingRecord>> key = each.next();
            Deque<PendingRecord> waiting = key.getValue();
            for (int i = 0; i < mostOfOneKey && !waiting.isEmpty() && taken.size() < most; i++) {
                long next = bytes + waiting.peekFirst().size();
                full = next > MOST_BYTES && !taken.isEmpty();
                if (full) {
                    break;
                }
                bytes = next;
                taken.add(waiting.removeFirst());
            }
            each.remove();
            again.add(key);
        }
        // Keys that were served stand behind those that were not.
        again.stream().filter(key -> !key.getValue().isEmpty()).forEach(key -> keys.put(key.getKey(), key.getValue()));
        size -= taken.size();
        return taken;
    }

    /** All that waits; the queue is empty then. */
    synchronized List<PendingRecord> drain() {
        List<PendingRecord> all = new ArrayList<>();
        keys.values().forEach(all::addAll);
        keys.clear();
        size = 0;
        return all;
    }
}
