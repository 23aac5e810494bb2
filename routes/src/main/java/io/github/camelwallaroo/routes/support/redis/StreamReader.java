package io.github.camelwallaroo.routes.support.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.resps.StreamGroupInfo;
import redis.clients.jedis.resps.StreamPendingEntry;

/**
 * What the one thread of a stream's reader does: acknowledges, hands over what it had not acknowledged when it was last here,
 * takes over what others left, and reads on. Its position outlives connections.
 */
final class StreamReader {

    /**
     * How it reads.
     *
     * @param start     where a new group begins
     * @param prefetch  most entries under way
     * @param claimIdle milliseconds after which an entry is taken over
     */
    record Settings(String start, int prefetch, long claimIdle) {}

    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);
    private static final int BLOCK_MILLIS = 100;
    private static final int MOST_AT_ONCE = 500;
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String connector;
    private final ConsumerGroup group;
    private final Settings settings;
    private final EntriesUnderWay underWay;
    private final LostEntries lost;
    private final ServiceStatus status;
    private final Consumer<StreamEntry> route;
    private volatile boolean reading = true;
    private volatile int groupsMade;
    private boolean known;
    private StreamEntryID lastRead;
    private StreamEntryID ownBehind;
    private StreamEntryID idleBehind;
    private long lastTended;
    private long lastAgain;

    /** @param route takes an entry that is under way from then on */
    StreamReader(String connector, ConsumerGroup group, Settings settings, EntriesUnderWay underWay, LostEntries lost,
            ServiceStatus status, Consumer<StreamEntry> route) {
        this.connector = connector;
        this.group = group;
        this.settings = settings;
        this.underWay = underWay;
        this.lost = lost;
        this.status = status;
        this.route = route;
    }

    /** Nothing is read any more. What is under way is acknowledged still: then {@link #run} ends. Any thread. */
    void stop() {
        reading = false;
    }

    /** How often the group was found gone and was made again. Any thread. */
    int groupsMade() {
        return groupsMade;
    }

    void run(ConnectionThread<Jedis> self, Jedis jedis) throws InterruptedException {
        ensureGroup(jedis);
        lost.compareCounts(jedis);
        status.up();
        ownBehind = ConsumerGroup.ZERO;
        idleBehind = null;
        lastTended = System.nanoTime();
        while (!self.isClosed() && (reading || underWay.size() > 0)) {
            try {
                turn(jedis);
            } catch (JedisDataException e) {
                if (!ConsumerGroup.isGone(e)) {
                    throw e;
                }
                ensureGroup(jedis);
            }
        }
        acknowledge(jedis);
        self.close();
        status.close();
    }

    private void turn(Jedis jedis) throws InterruptedException {
        acknowledge(jedis);
        if (reading) {
            giveAgain(jedis);
            tend(jedis);
        } else {
            underWay.takeGivenBack();
        }
        if (!reading || room() == 0) {
            underWay.await(BLOCK_MILLIS);
        } else if (ownBehind != null) {
            recover(jedis);
        } else {
            read(jedis);
        }
    }

    private void ensureGroup(Jedis jedis) {
        Optional<StreamGroupInfo> there = group.info(jedis);
        if (there.isEmpty()) {
            String behind = known ? resumeBehind(jedis) : settings.start();
            if (group.create(jedis, behind)) {
                announce(behind);
            }
            there = group.info(jedis);
        }
        if (lastRead == null || !known) {
            lastRead = there.map(StreamGroupInfo::getLastDeliveredId).orElse(null);
        }
        known = true;
    }

    private void announce(String behind) {
        if (known) {
            groupsMade++;
            LOG.warn(
                    "{}: group {} of stream {} was gone; it is made again and goes on behind {}, where nothing is lost and"
                            + " some may come twice ({} times since the start)",
                    connector, group.name(), group.stream(), behind,
                    groupsMade);
        } else {
            LOG.info("{}: group {} of stream {} is new; it begins at {}", connector, group.name(), group.stream(),
                    behind);
        }
    }

    /** Behind what this process has acknowledged; at the beginning of a stream that is another one by now. */
    private String resumeBehind(Jedis jedis) {
        Optional<StreamEntryID> end = group.streamInfo(jedis).map(info -> info.getLastGeneratedId());
        if (end.isEmpty() || lastRead == null || end.get().compareTo(lastRead) < 0) {
            return "0";
        }
        return underWay.lowestOpen().map(StreamReader::before).orElse(lastRead.toString());
    }

    private static String before(StreamEntryID id) {
        return id.getSequence() > 0
                ? id.getTime() + "-" + (id.getSequence() - 1)
                : (id.getTime() - 1) + "-" + Long.toUnsignedString(-1);
    }

    private void acknowledge(Jedis jedis) {
        List<StreamEntryID> ids = underWay.done();
        if (!ids.isEmpty()) {
            // If this fails they stay here, and are acknowledged on the next connection.
            group.acknowledge(jedis, ids);
            underWay.acknowledged(ids);
        }
    }

    /** What the worker's connector only gave back. */
    private void giveAgain(Jedis jedis) {
        if (System.nanoTime() - lastAgain >= AGAIN_NANOS) {
            lastAgain = System.nanoTime();
            claim(jedis, 0, underWay.takeGivenBack());
        }
    }

    /** What this consumer had not acknowledged when it was last seen. */
    private void recover(Jedis jedis) {
        List<StreamEntry> pending = group.pending(jedis, ownBehind, count());
        ownBehind = pending.isEmpty() ? null : pending.get(pending.size() - 1).id();
        forget(jedis, pending.stream().filter(StreamEntry::isGone).map(StreamEntry::id).toList());
        pending.stream().filter(entry -> !entry.isGone()).forEach(this::hand);
    }

    /** Keeps what is under way from being taken over by others, and takes over what nobody cares for. */
    private void tend(Jedis jedis) {
        if (idleBehind == null) {
            if (System.nanoTime() - lastTended < TimeUnit.MILLISECONDS.toNanos(settings.claimIdle()) / 4) {
                return;
            }
            idleBehind = ConsumerGroup.ZERO;
        }
        long half = settings.claimIdle() / 2;
        List<StreamPendingEntry> idle = group.idle(jedis, half, idleBehind, MOST_AT_ONCE);
        List<StreamEntryID> ours = new ArrayList<>();
        List<StreamEntryID> left = new ArrayList<>();
        for (StreamPendingEntry each : idle) {
            if (underWay.contains(each.getID())) {
                if (each.getConsumerName().equals(group.consumer())) {
                    ours.add(each.getID());
                }
            } else if (each.getIdleTime() >= settings.claimIdle() && left.size() < room()) {
                left.add(each.getID());
            }
        }
        group.touch(jedis, half, ours);
        claim(jedis, settings.claimIdle(), left);
        idleBehind = idle.size() < MOST_AT_ONCE ? null : idle.get(idle.size() - 1).getID();
        lastTended = System.nanoTime();
    }

    private void claim(Jedis jedis, long idleMillis, List<StreamEntryID> ids) {
        List<StreamEntry> claimed = group.claim(jedis, idleMillis, ids);
        List<StreamEntryID> missing = new ArrayList<>(ids);
        missing.removeAll(claimed.stream().map(StreamEntry::id).toList());
        forget(jedis, missing.stream().filter(id -> !group.holds(jedis, id)).toList());
        claimed.forEach(this::hand);
    }

    private void read(Jedis jedis) {
        int count = count();
        List<StreamEntry> entries = group.read(jedis, count, BLOCK_MILLIS);
        lost.read(jedis, entries, entries.size() == count);
        if (!entries.isEmpty()) {
            lastRead = entries.get(entries.size() - 1).id();
            entries.forEach(this::hand);
        }
    }

    /** Entries that the stream has no more. */
    private void forget(Jedis jedis, List<StreamEntryID> ids) {
        if (!ids.isEmpty()) {
            group.acknowledge(jedis, ids);
            ids.forEach(underWay::forget);
            lost.pending(ids);
        }
    }

    private void hand(StreamEntry entry) {
        if (underWay.add(entry.id())) {
            route.accept(entry);
        }
    }

    private int room() {
        return Math.max(0, settings.prefetch() - underWay.size());
    }

    private int count() {
        return Math.min(room(), MOST_AT_ONCE);
    }
}
