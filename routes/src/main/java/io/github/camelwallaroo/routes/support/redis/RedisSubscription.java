package io.github.camelwallaroo.routes.support.redis;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.DefaultMessage;
import org.springframework.data.redis.connection.MessageListener;

import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

/**
 * Receives what is published to Redis' channels, as the endpoint's {@code listenerContainer}, where the endpoint's own one
 * lets messages overtake each other, does not start without the server, and is silent about what it missed:
 * <ul>
 * <li>one thread hands messages to the route, in the order in which they came; while the route is busy the server waits;
 * <li>it comes back whatever becomes of the server, and says how long it heard nothing: Redis keeps nothing for subscribers;
 * <li>a connection that died in silence is noticed by a ping without answer.
 * </ul>
 */
public class RedisSubscription extends RedisListeners {

    private static final Logger LOG = LoggerFactory.getLogger(RedisSubscription.class);
    private static final long PING_SECONDS = 10;

    private final AtomicLong gaps = new AtomicLong();
    private boolean patterns;
    private ServiceStatus status;
    private ConnectionThread<Jedis> worker;
    private ScheduledExecutorService pings;
    private volatile boolean subscribedBefore;
    private volatile long lastHeard;

    /** {@code PSUBSCRIBE}: names are patterns; anything else: they are names. */
    public void setCommand(String command) {
        this.patterns = command.equals("PSUBSCRIBE");
    }

    /** Times when nothing was heard for a while, and messages may have been missed. */
    public long gaps() {
        return gaps.get();
    }

    @Override
    synchronized void begin(MessageListener consumer, List<byte[]> channels) {
        status = new ServiceStatus(getCamelContext(), connector(), server().toString());
        worker = new RedisConnections(server(), connector()).thread(getCamelContext(), status,
                (self, jedis) -> listen(jedis, consumer, channels.toArray(byte[][]::new)));
        pings = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RedisPing");
        worker.start();
    }

    private void listen(Jedis jedis, MessageListener consumer, byte[][] channels) {
        Ear ear = new Ear(consumer);
        var pinging = pings.scheduleWithFixedDelay(ear::check, PING_SECONDS, PING_SECONDS, TimeUnit.SECONDS);
        try {
            if (patterns) {
                jedis.psubscribe(ear, channels);
            } else {
                jedis.subscribe(ear, channels);
            }
        } finally {
            pinging.cancel(false);
            if (ear.hears) {
                lastHeard = ear.unanswered ? ear.lastHeard : System.nanoTime();
            }
        }
    }

    @Override
    synchronized void end() {
        if (worker != null) {
            worker.close();
            pings.shutdownNow();
            status.close();
            worker = null;
            subscribedBefore = false;
        }
    }

    @Override
    public void close() {
        end();
    }

    private void subscribed(Ear ear) {
        ear.hears = true;
        if (subscribedBefore) {
            gaps.incrementAndGet();
            LOG.warn(
                    "{}: nothing was heard from {} for {} ms; what was published meanwhile is lost, for Redis keeps nothing"
                            + " for subscribers (redis_stream_source reads what it keeps)",
                    connector(), server(),
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - lastHeard));
        }
        subscribedBefore = true;
        status.up();
    }

    private final class Ear extends BinaryJedisPubSub {

        private final MessageListener consumer;
        private volatile boolean busy;
        private volatile boolean unanswered;
        private volatile boolean hears;
        private volatile long lastHeard = System.nanoTime();

        Ear(MessageListener consumer) {
            this.consumer = consumer;
        }

        void check() {
            if (!isSubscribed() || busy) {
                return;
            }
            if (unanswered) {
                worker.disconnect();
                return;
            }
            try {
                unanswered = true;
                ping();
            } catch (RuntimeException e) {
                // Whoever reads from this connection hears of it as well.
                LOG.debug("{}: ping failed", connector(), e);
            }
        }

        @Override
        public void onPong(byte[] pattern) {
            heard();
        }

        @Override
        public void onSubscribe(byte[] channel, int count) {
            if (count == 1) {
                subscribed(this);
            }
        }

        @Override
        public void onPSubscribe(byte[] pattern, int count) {
            if (count == 1) {
                subscribed(this);
            }
        }

        @Override
        public void onMessage(byte[] channel, byte[] message) {
            hand(channel, message, null);
        }

        @Override
        public void onPMessage(byte[] pattern, byte[] channel, byte[] message) {
            hand(channel, message, pattern);
        }

        private void hand(byte[] channel, byte[] message, byte[] pattern) {
            busy = true;
            try {
                consumer.onMessage(new DefaultMessage(channel, message), pattern);
            } finally {
                heard();
                busy = false;
            }
        }

        private void heard() {
            lastHeard = System.nanoTime();
            unanswered = false;
        }
    }
}
