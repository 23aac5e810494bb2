package io.github.camelwallaroo.routes.support.kinesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of one shard: which sequence number has which message id, and how far everything is safe.
 *
 * <p>
 * A shard's records never change their order, and ids are counted: the record behind the one with id 7 has id 8. So a few
 * known numbers are enough to find the sequence number of any id, by reading on from the nearest one below it. Not thread-safe.
 */
final class ShardHistory {

    /** So many of the numbers below the safe one are kept, for a worker that falls back. */
    private static final int KEPT = 64;

    private final String shard;
    private final String firstSequence;
    private final ShardStart start;
    private final TreeMap<Long, String> numbers = new TreeMap<>();
    private long acknowledged;
    private boolean finished;

    /** @param firstSequence where AWS says that the shard begins; another one is another shard */
    ShardHistory(String shard, String firstSequence, ShardStart start) {
        this.shard = shard;
        this.firstSequence = firstSequence;
        this.start = start;
    }

    String shard() {
        return shard;
    }

    String firstSequence() {
        return firstSequence;
    }

    ShardStart start() {
        return start;
    }

    boolean isFinished() {
        return finished;
    }

    /** Read to its end, and all of it safe. */
    void finish() {
        finished = true;
    }

    /** Everything up to and including this id is safe; 0 = nothing. */
    long acknowledged() {
        return acknowledged;
    }

    void acknowledge(long id) {
        acknowledged = id;
        thin();
    }

    /** The record with this sequence number has this id. */
    void known(long id, String sequenceNumber) {
        numbers.put(id, sequenceNumber);
    }

    /** What was known of ids behind this one no longer holds. */
    void cut(long id) {
        numbers.tailMap(id, false).clear();
    }

    /** The known record nearest to this id from below, or the id itself; null if there is none. */
    Map.Entry<Long, String> nearest(long id) {
        return numbers.floorEntry(id);
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    Map<Long, String> numbers() {
        return numbers;
    }

    private void thin() {
        Long keep = numbers.floorKey(acknowledged);
        if (keep == null) {
            return;
        }
        List<Long> below = new ArrayList<>(numbers.headMap(keep, false).keySet());
        if (below.size() > 2 * KEPT) {
            // The first one stays: every id can be counted from there.
            for (int i = 1; i < below.size(); i += 2) {
                numbers.remove(below.get(i));
            }
        }
    }
}
