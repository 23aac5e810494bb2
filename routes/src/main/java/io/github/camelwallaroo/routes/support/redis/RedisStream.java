package io.github.camelwallaroo.routes.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.DefaultMessage;
import org.springframework.data.redis.connection.MessageListener;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.UndeliveredMessages;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.XAutoClaimParams;
import redis.clients.jedis.params.XReadGroupParams;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * Reads a Redis stream as a member of a consumer group, in three roles of one route: the endpoint's {@code listenerContainer},
 * the first step, and the {@code onPrepare} of the {@code wireTap} that hands the message over.
 *
 * <p>
 * <b>The contract</b>: an entry is acknowledged ({@code XACK}) only after the exchange that carries it has completed without
 * failure. Until then it stays in the group's list of pending entries, and is delivered again: at the next start, and when
 * nobody has touched it for {@code claimIdle}, whichever consumer had it. So each entry arrives once or several times.
 *
 * <p>
 * One thread reads, acknowledges and hands over; no more than {@code prefetch} entries are under way.
 */
public class RedisStream extends RedisListeners implements Processor {

    /** The header with the entry's id, text. */
    public static final String ENTRY_ID = "RedisStreamEntryId";

    private static final Logger LOG = LoggerFactory.getLogger(RedisStream.class);
    private static final int BLOCK_MILLIS = 100;
    private static final int MOST_AT_ONCE = 500;
    private static final String DELIVERY = "wallaroo.redis.delivery";

    private String group = "wallaroo";
    private String consumer = "wallaroo";
    private String field = "";
    private String keyField = "";
    private String start = "0";
    private int prefetch = 5_000;
    private long claimIdle = 60_000;

    private byte[] stream;
    private MessageListener route;
    private ServiceStatus status;
    private RedisWorker worker;
    private volatile boolean reading;
    // Only the reading thread uses these two.
    private StreamEntry current;
    private long lastClaim;

    private final EntriesUnderWay underWay = new EntriesUnderWay();

    /** An entry on its way. */
    private static final class Delivery {

        private final StreamEntry entry;
        private volatile boolean handedOver;

        Delivery(StreamEntry entry) {
            this.entry = entry;
        }
    }

    /** The consumer group; it is created where it is missing. */
    public void setGroup(String group) {
        this.group = group;
    }

    /** This process' name in the group; the same after a restart, and no other's. */
    public void setConsumer(String consumer) {
        this.consumer = consumer;
    }

    /** Which of an entry's fields is the message; empty: its only one. */
    public void setField(String field) {
        this.field = field;
    }

    /** Which of an entry's fields is the message's key; empty: none. */
    public void setKeyField(String keyField) {
        this.keyField = keyField;
    }

    /** Where a group begins that is created: 0 = with what is there, $ = with what comes, or an entry's id. */
    public void setStart(String start) {
        this.start = start;
    }

    /** Entries under way at one time. */
    public void setPrefetch(int prefetch) {
        this.prefetch = prefetch;
    }

    /** Milliseconds after which an entry that nobody acknowledged is delivered again. */
    public void setClaimIdle(long claimIdle) {
        this.claimIdle = claimIdle;
    }

    @Override
    synchronized void begin(MessageListener listener, List<byte[]> topics) {
        if (worker != null) {
            worker.close();
        }
        route = listener;
        stream = topics.get(0);
        underWay.clear();
        reading = true;
        status = new ServiceStatus(getCamelContext(), connector(), server() + ", stream " + text(stream));
        worker = new RedisWorker(getCamelContext(), connector(), server(), status, this::read);
        worker.start();
    }

    /** What is under way is acknowledged still: the thread ends when nothing is left, or by {@link #close()}. */
    @Override
    synchronized void end() {
        reading = false;
    }

    @Override
    public void close() {
        RedisWorker last;
        synchronized (this) {
            reading = false;
            last = worker;
            worker = null;
        }
        if (last != null) {
            last.close();
            status.close();
        }
    }

    private void read(RedisWorker self, Jedis jedis) throws InterruptedException {
        createGroup(jedis);
        status.up();
        boolean own = true;
        StreamEntryID from = new StreamEntryID(0, 0);
        lastClaim = System.nanoTime();
        while (!self.isClosed() && (reading || underWay.size() > 0)) {
            acknowledge(jedis);
            int room = room();
            if (!reading || room == 0) {
                underWay.await(BLOCK_MILLIS);
                continue;
            }
            if (own) {
                // What this consumer had not acknowledged when it was last seen.
                List<StreamEntry> pending = readGroup(jedis, from, room, false);
                own = !pending.isEmpty();
                if (own) {
                    from = new StreamEntryID(pending.get(pending.size() - 1).id());
                    pending.forEach(this::hand);
                }
                continue;
            }
            claim(jedis, room);
            readGroup(jedis, StreamEntryID.XREADGROUP_UNDELIVERED_ENTRY, room(), true).forEach(this::hand);
        }
        acknowledge(jedis);
        self.close();
        status.close();
    }

    private void createGroup(Jedis jedis) {
        try {
            jedis.xgroupCreate(stream, bytes(group), bytes(start), true);
            LOG.info("{}: group {} of stream {} is new; it begins at {}", connector(), group, text(stream), start);
        } catch (JedisDataException e) {
            if (!String.valueOf(e.getMessage()).startsWith("BUSYGROUP")) {
                throw e;
            }
        }
    }

    private List<StreamEntry> readGroup(Jedis jedis, StreamEntryID from, int room, boolean block) {
        if (room == 0) {
            return List.of();
        }
        XReadGroupParams params = XReadGroupParams.xReadGroupParams().count(Math.min(room, MOST_AT_ONCE));
        List<Map.Entry<byte[], List<StreamEntryBinary>>> answer = jedis.xreadGroupBinary(bytes(group), bytes(consumer),
                block ? params.block(BLOCK_MILLIS) : params, Map.of(stream, from));
        List<StreamEntry> entries = new ArrayList<>();
        if (answer != null) {
            answer.forEach(each -> each.getValue().forEach(entry -> entries.add(StreamEntry.of(entry))));
        }
        return entries;
    }

    /** Takes over what has lain too long: the entries of consumers that are gone, and our own whose exchange failed. */
    private void claim(Jedis jedis, int room) {
        if (System.nanoTime() - lastClaim < TimeUnit.MILLISECONDS.toNanos(claimIdle) / 2) {
            return;
        }
        lastClaim = System.nanoTime();
        List<Object> answer = jedis.xautoclaim(stream, bytes(group), bytes(consumer), claimIdle, bytes("0-0"),
                XAutoClaimParams.xAutoClaimParams().count(Math.min(room, MOST_AT_ONCE)));
        StreamEntry.of((List<?>) answer.get(1)).forEach(this::hand);
    }

    private void hand(StreamEntry entry) {
        if (!underWay.add(entry.id())) {
            return;
        }
        current = entry;
        try {
            route.onMessage(new DefaultMessage(stream, new byte[0]), null);
        } finally {
            current = null;
        }
    }

    /** As the first step: makes a message of the entry. As {@code onPrepare}: the copy carries the entry from now on. */
    @Override
    public void process(Exchange exchange) {
        Delivery delivery = exchange.getProperty(DELIVERY, Delivery.class);
        if (delivery == null) {
            if (current == null) {
                throw new IllegalStateException("a message that is not from a stream; this step belongs right behind"
                        + " spring-redis: with this bean as listenerContainer");
            }
            Delivery made = new Delivery(current);
            exchange.setProperty(DELIVERY, made);
            exchange.getExchangeExtension().addOnCompletion(new Completion(made.entry.id()) {

                @Override
                boolean concerns() {
                    return !made.handedOver;
                }
            });
            fill(exchange, made.entry);
        } else {
            delivery.handedOver = true;
            exchange.getExchangeExtension().addOnCompletion(new Completion(delivery.entry.id()));
        }
    }

    private void fill(Exchange exchange, StreamEntry entry) {
        exchange.getMessage().setHeader(ENTRY_ID, entry.id());
        exchange.getMessage().setHeader("CamelRedis.Channel", text(stream));
        exchange.getMessage().setBody(entry.message(field));
        if (!keyField.isEmpty() && entry.fields().get(keyField) != null) {
            exchange.getMessage().setHeader(WallarooConstants.KEY, text(entry.fields().get(keyField)));
        }
    }

    private class Completion extends SynchronizationAdapter {

        private final String id;

        Completion(String id) {
            this.id = id;
        }

        boolean concerns() {
            return true;
        }

        @Override
        public void onComplete(Exchange exchange) {
            if (concerns()) {
                underWay.finished(id, exchange.getProperty(UndeliveredMessages.KEPT) == null);
            }
        }

        @Override
        public void onFailure(Exchange exchange) {
            if (concerns()) {
                underWay.finished(id, false);
            }
        }
    }

    private void acknowledge(Jedis jedis) {
        List<String> ids = underWay.done();
        if (ids.isEmpty()) {
            return;
        }
        // If this fails they stay here, and are acknowledged on the next connection.
        jedis.xack(stream, bytes(group), ids.stream().map(RedisStream::bytes).toArray(byte[][]::new));
        underWay.acknowledged(ids);
    }

    private int room() {
        return Math.max(0, prefetch - underWay.size());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
