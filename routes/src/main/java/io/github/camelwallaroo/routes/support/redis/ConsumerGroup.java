package io.github.camelwallaroo.routes.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XClaimParams;
import redis.clients.jedis.params.XPendingParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntryBinary;
import redis.clients.jedis.resps.StreamGroupInfo;
import redis.clients.jedis.resps.StreamInfo;
import redis.clients.jedis.resps.StreamPendingEntry;

/**
 * One consumer of a group that reads a stream, and what it may ask of the server. No state of its own.
 *
 * @param stream   the stream's key
 * @param name     the group's
 * @param consumer this process' name in it
 */
record ConsumerGroup(String stream, String name, String consumer) {

    /** The beginning of a stream. */
    static final StreamEntryID ZERO = new StreamEntryID(0, 0);

    /** Whether a command failed since there is no such group, or stream. */
    static boolean isGone(JedisDataException failure) {
        String text = String.valueOf(failure.getMessage());
        return text.startsWith("NOGROUP") || text.startsWith("UNBLOCKED");
    }

    /** What the server says of the group; empty if there is no such group. */
    Optional<StreamGroupInfo> info(Jedis jedis) {
        try {
            return jedis.xinfoGroups(stream).stream().filter(group -> group.getName().equals(name)).findFirst();
        } catch (JedisDataException e) {
            return absentOrThrow(e);
        }
    }

    /** What the server says of the stream; empty if there is no stream. */
    Optional<StreamInfo> streamInfo(Jedis jedis) {
        try {
            return Optional.of(jedis.xinfoStream(stream));
        } catch (JedisDataException e) {
            return absentOrThrow(e);
        }
    }

    private static <T> Optional<T> absentOrThrow(JedisDataException failure) {
        if (String.valueOf(failure.getMessage()).contains("no such key")) {
            return Optional.empty();
        }
        throw failure;
    }

    /**
     * Makes the group, and the stream if need be.
     *
     * @param  behind where it begins: an entry's id, or $
     * @return        false if it is there
     */
    boolean create(Jedis jedis, String behind) {
        try {
            jedis.xgroupCreate(bytes(stream), bytes(name), bytes(behind), true);
            return true;
        } catch (JedisDataException e) {
            if (!String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
                throw e;
            }
            return false;
        }
    }

    /** Entries that nobody in the group was given, which become this consumer's. Waits for some. */
    List<StreamEntry> read(Jedis jedis, int count, int blockMillis) {
        return readGroup(jedis, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY,
                XReadGroupParams.xReadGroupParams().count(count).block(blockMillis));
    }

    /** Entries behind {@code from} that this consumer was given and has not acknowledged. Those without fields are gone. */
    List<StreamEntry> pending(Jedis jedis, StreamEntryID from, int count) {
        return readGroup(jedis, from, XReadGroupParams.xReadGroupParams().count(count));
    }

    private List<StreamEntry> readGroup(Jedis jedis, StreamEntryID from, XReadGroupParams params) {
        List<Map.Entry<byte[], List<StreamEntryBinary>>> answer = jedis.xreadGroupBinary(bytes(name), bytes(consumer),
                params, Map.of(bytes(stream), from));
        List<StreamEntry> entries = new ArrayList<>();
        if (answer != null) {
            answer.forEach(each -> each.getValue().forEach(entry -> entries.add(StreamEntry.of(entry))));
        }
        return entries;
    }

    /** Entries behind {@code behind} that nobody touched for so long, whichever consumer has them. */
    List<StreamPendingEntry> idle(Jedis jedis, long idleMillis, StreamEntryID behind, int count) {
        return jedis.xpending(stream, name, new XPendingParams("(" + behind, "+", count).idle(idleMillis));
    }

    /** Takes entries over that still nobody has touched for so long. Without those that are gone. */
    List<StreamEntry> claim(Jedis jedis, long idleMillis, Collection<StreamEntryID> ids) {
        return ids.isEmpty()
                ? List.of()
                : StreamEntry.of(jedis.xclaim(bytes(stream), bytes(name), bytes(consumer), idleMillis,
                        XClaimParams.xClaimParams(), array(ids)));
    }

    /** Has entries count as touched by this consumer just now. */
    void touch(Jedis jedis, long idleMillis, Collection<StreamEntryID> ids) {
        if (!ids.isEmpty()) {
            jedis.xclaimJustId(stream, name, consumer, idleMillis, XClaimParams.xClaimParams(),
                    ids.toArray(StreamEntryID[]::new));
        }
    }

    void acknowledge(Jedis jedis, Collection<StreamEntryID> ids) {
        jedis.xack(bytes(stream), bytes(name), array(ids));
    }

    /** Whether the stream still holds an entry. */
    boolean holds(Jedis jedis, StreamEntryID id) {
        return !jedis.xrange(stream, id, id).isEmpty();
    }

    /** The first entry behind one that was read. */
    Optional<StreamEntryID> next(Jedis jedis, StreamEntryID behind) {
        return jedis.xrange(stream, "(" + behind, "+", 1).stream().map(each -> each.getID()).findFirst();
    }

    private static byte[][] array(Collection<StreamEntryID> ids) {
        return ids.stream().map(id -> bytes(id.toString())).toArray(byte[][]::new);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
