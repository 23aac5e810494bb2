package io.github.camelwallaroo.routes.support.redis;

import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.PeriodicCount;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;

/**
 * Entries that were trimmed or deleted before they were delivered, as far as that can be known: those that were pending; the
 * one that was next to be read; and, from Redis 7 on, how many the group had never been given. Counted, and logged once per
 * interval. One thread.
 */
final class LostEntries implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LostEntries.class);
    private static final long INTERVAL_SECONDS = 10;

    private final String connector;
    private final ConsumerGroup group;
    private final CamelContext context;
    private final PeriodicCount count = new PeriodicCount(this::report);
    private StreamEntryID next;
    private long neverGiven;

    LostEntries(String connector, ConsumerGroup group, CamelContext context) {
        this.connector = connector;
        this.group = group;
        this.context = context;
        count.interval(TimeUnit.SECONDS.toNanos(INTERVAL_SECONDS));
    }

    /** These were pending, and the stream has them no more. */
    void pending(List<StreamEntryID> ids) {
        ids.forEach(id -> count.add("entry " + id + ", which was pending", context));
    }

    /** On a new connection: what servers since Redis 7 count. */
    void compareCounts(Jedis jedis) {
        next = null;
        Long read = group.info(jedis).map(info -> (Long) info.getGroupInfo().get("entries-read")).orElse(null);
        if (read != null) {
            group.streamInfo(jedis).ifPresent(stream -> {
                if (stream.getStreamInfo().get("entries-added") instanceof Long added) {
                    long lost = added - stream.getLength() - Math.max(read, neverGiven);
                    count.add(lost, "those that were never read", context);
                    neverGiven = Math.max(neverGiven, added - stream.getLength());
                }
            });
        }
    }

    /**
     * Entries were read.
     *
     * @param entries may be none
     * @param more    whether there may be more: the next one is remembered
     */
    void read(Jedis jedis, List<StreamEntry> entries, boolean more) {
        StreamEntryID expected = next;
        next = null;
        if (expected != null && (entries.isEmpty() || !entries.get(0).id().equals(expected))
                && isOnlyConsumer(jedis) && !group.holds(jedis, expected)) {
            count.add("entry " + expected + ", which was the next to be read, and perhaps those behind it"
                    + (entries.isEmpty() ? "" : " up to " + entries.get(0).id()), context);
        }
        if (more && !entries.isEmpty()) {
            next = group.next(jedis, entries.get(entries.size() - 1).id()).orElse(null);
        }
    }

    /** Another one may have read, acknowledged and deleted it meanwhile. */
    private boolean isOnlyConsumer(Jedis jedis) {
        return group.info(jedis).map(info -> info.getConsumers() == 1).orElse(false);
    }

    long total() {
        return count.total();
    }

    private void report(String messages, long total, String because, String reason) {
        LOG.warn(
                "{}: stream {} was trimmed, or entries were deleted, before they were delivered: {} are lost since the start,"
                        + " at last {}; let it keep more (XADD ... MAXLEN), or see why reading is slow",
                connector,
                group.stream(), total, reason);
    }

    @Override
    public void close() {
        count.close();
    }
}
