package io.github.camelwallaroo.routes.support.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.springframework.data.redis.connection.DefaultMessage;
import org.springframework.data.redis.connection.MessageListener;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import redis.clients.jedis.Jedis;

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

    private final EntriesUnderWay underWay = new EntriesUnderWay();

    private String group = "wallaroo";
    private String consumer = "wallaroo";
    private String field = "";
    private String keyField = "";
    private String start = "0";
    private int prefetch = 20_000;
    private long claimIdle = 60_000;

    private String stream = "";
    private ServiceStatus status;
    private LostEntries lost;
    private StreamReader reader;
    private ConnectionThread<Jedis> worker;
    // Only the reading thread uses it.
    private StreamEntry current;

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

    /** Entries that were trimmed or deleted before they were delivered, as far as that is known. Any thread. */
    public synchronized long lostEntries() {
        return lost == null ? 0 : lost.total();
    }

    /** How often the group was found gone and was made again. Any thread. */
    public synchronized int groupsMade() {
        return reader == null ? 0 : reader.groupsMade();
    }

    @Override
    synchronized void begin(MessageListener route, List<byte[]> topics) {
        close();
        underWay.clear();
        stream = text(topics.get(0));
        ConsumerGroup member = new ConsumerGroup(stream, group, consumer);
        status = new ServiceStatus(getCamelContext(), connector(), server() + ", stream " + stream);
        lost = new LostEntries(connector(), member, getCamelContext());
        reader = new StreamReader(connector(), member, new StreamReader.Settings(start, prefetch, claimIdle), underWay,
                lost, status, entry -> hand(entry, route));
        worker = new RedisConnections(server(), connector()).thread(getCamelContext(), status, reader::run);
        worker.start();
    }

    /** What is under way is acknowledged still: the thread ends when nothing is left, or by {@link #close()}. */
    @Override
    synchronized void end() {
        if (reader != null) {
            reader.stop();
        }
    }

    @Override
    public void close() {
        ConnectionThread<Jedis> last;
        synchronized (this) {
            end();
            last = worker;
            worker = null;
        }
        if (last != null) {
            last.close();
            lost.close();
            status.close();
        }
    }

    private void hand(StreamEntry entry, MessageListener route) {
        current = entry;
        try {
            route.onMessage(new DefaultMessage(stream.getBytes(StandardCharsets.UTF_8), new byte[0]), null);
        } finally {
            current = null;
        }
    }

    /** As the first step: makes a message of the entry. As {@code onPrepare}: the copy carries the entry from now on. */
    @Override
    public void process(Exchange exchange) {
        if (EntryOnItsWay.goOn(exchange)) {
            return;
        }
        if (current == null) {
            throw new IllegalStateException("a message that is not from a stream; this step belongs right behind"
                    + " spring-redis: with this bean as listenerContainer");
        }
        EntryOnItsWay.begin(exchange, current, underWay);
        exchange.getMessage().setHeader(ENTRY_ID, current.id().toString());
        exchange.getMessage().setHeader("CamelRedis.Channel", stream);
        exchange.getMessage().setBody(current.message(field));
        byte[] key = keyField.isEmpty() ? null : current.fields().get(keyField);
        if (key != null) {
            exchange.getMessage().setHeader(WallarooConstants.KEY, text(key));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
