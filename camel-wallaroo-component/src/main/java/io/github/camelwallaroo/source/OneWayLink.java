package io.github.camelwallaroo.source;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.transport.BatchingSender;
import io.github.camelwallaroo.transport.Completion;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.Dialer;
import io.github.camelwallaroo.transport.LinkOptions;
import io.github.camelwallaroo.transport.LinkState;
import io.github.camelwallaroo.transport.LinkStatus;
import io.github.camelwallaroo.transport.NotSentException;
import io.github.camelwallaroo.transport.OutboundLink;

/**
 * The way to the worker in the generations without handshake: a connection that is kept up, the buffer in front of it, and
 * an orderly end.
 */
final class OneWayLink implements SourceLink {

    private static final Logger LOG = LoggerFactory.getLogger(OneWayLink.class);

    private static final long TICK_MILLIS = 1_000;

    /** While stopping, a worker that is away gets this long to come back before its messages are given back. */
    private static final long STOP_GRACE_MILLIS = 2_000;

    private final String name;
    private final Protocol protocol;
    private final OneWayCodec codec;
    private final BatchingSender sender;
    private final OutboundLink link;
    private final ConnectorThreads threads;
    private ScheduledFuture<?> ticks;
    private int ticksAway;
    private volatile boolean someLeft;

    OneWayLink(SourceOptions options, ConnectorThreads threads, ConnectorMetrics metrics) {
        this.name = "source connector " + options.name();
        this.protocol = options.protocol();
        this.codec = OneWayCodec.of(protocol);
        this.threads = threads;
        ThreadFactory factory = threads.factory("wallaroo-source-" + options.name());
        this.sender = new BatchingSender(options.maxPending(), options.maxPendingBytes(), factory, metrics);
        LinkOptions linkOptions = new LinkOptions(name, options.workers(), options.reconnectDelay(),
                options.reconnectMaxDelay(), options.reconnectJitter(), options.reconnectMaxAttempts());
        this.link = new OutboundLink(linkOptions, Dialer.sockets(options.connectTimeout(), options.tls()), sender,
                factory, metrics);
    }

    @Override
    public void start() {
        link.start();
        ticks = threads.scheduler().scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public boolean send(SourceMessage message, byte[] key, byte[] payload, Completion completion)
            throws NotSentException, InterruptedException {
        return sender.send(new OutgoingMessage(codec, payload, message.eventTime()), completion);
    }

    @Override
    public boolean sendAll(List<EncodedMessage> messages, Completion completion)
            throws NotSentException, InterruptedException {
        List<OutgoingMessage> outgoing = new ArrayList<>(messages.size());
        for (EncodedMessage each : messages) {
            outgoing.add(new OutgoingMessage(codec, each.payload(), each.message().eventTime()));
        }
        return sender.sendAll(outgoing, completion);
    }

    @Override
    public SourceStreams streams() {
        throw new UnsupportedOperationException(name + " speaks protocol " + protocol.text()
                + ", which has no streams and acknowledges nothing; expected protocol=1 and a worker that speaks it");
    }

    @Override
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return link.awaitConnected(timeout.toMillis());
    }

    @Override
    public LinkStatus status() {
        return link.status();
    }

    @Override
    public SourceHealth health() {
        LinkStatus status = link.status();
        return new SourceHealth(status.state() == LinkState.CONNECTED, status.text());
    }

    private void tick() {
        link.tick();
        link.letGoWhoLeft();
        ticksAway = sender.isConnected() ? 0 : ticksAway + 1;
        if (ticksAway * TICK_MILLIS >= STOP_GRACE_MILLIS) {
            giveBack(Completion::isLeaving);
        } else if (someLeft) {
            // What somebody brought while he left, or was held with.
            giveBack(Completion::hasLeft);
        }
    }

    @Override
    public void giveBackToLeaving() {
        someLeft = true;
        link.letGoWhoLeft();
        giveBack(Completion::isLeaving);
    }

    private void giveBack(Predicate<Completion> condition) {
        LinkStatus status = link.status();
        int count = sender.giveBack(condition, new NotSentException(name + " stops: " + status.text()));
        if (count > 0) {
            LOG.warn("{}: {} messages are given back as failed, since their route stops ({})", name, count,
                    status.text());
        }
    }

    /** Writes what is pending as far as the worker is there and time allows; gives back the rest. */
    @Override
    public void stop(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        LinkStatus last = link.status();
        try {
            if (drain(deadline)) {
                link.finish(Math.min(STOP_GRACE_MILLIS, millisUntil(deadline)));
            }
            last = link.status();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.close();
        int givenBack = sender.close(new NotSentException(name + " is stopped"));
        if (givenBack > 0) {
            LOG.warn("{}: {} messages are given back as failed, since it stops ({})", name, givenBack,
                    last.state() == LinkState.CONNECTED ? "the worker takes them too slowly" : last.text());
        }
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    /** @return whether everything was written */
    private boolean drain(long deadline) throws InterruptedException {
        while (!sender.awaitIdle(Math.min(100, millisUntil(deadline)))) {
            long left = millisUntil(deadline);
            if (left <= 0 || !link.awaitConnected(Math.min(STOP_GRACE_MILLIS, left))) {
                return false;
            }
        }
        return true;
    }

    private static long millisUntil(long deadlineNanos) {
        return TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    }
}
