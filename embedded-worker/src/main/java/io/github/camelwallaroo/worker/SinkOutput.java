package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.camelwallaroo.codec.FrameCodec;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * What waits for one sink, in order, until somebody passes it on to the {@link SinkLink}.
 *
 * <p>
 * Adding never blocks and never writes, so it may be done under a key's lock. {@link #flush()} does the rest: one thread at
 * a time passes on whatever has been added, by whomever, and is held there while the link's buffer is full; the others go
 * on until too much has been added, and are then held as well. That is how a slow sink holds its sources. Thread-safe.
 */
final class SinkOutput {

    /** Outputs added and not yet passed on, beyond which {@link #flush()} holds whoever calls it. */
    private static final int ADDED_MOST = 8_192;

    /** How often a thread passes on what others add meanwhile before it looks for one of them to take over. */
    private static final int ROUNDS = 4;

    private final int index;
    private final SinkConnectorConfig config;
    private final SinkLink link;
    private final FrameCodec codec;
    private final int maxPayload;
    private final ConnectorMetrics metrics;
    private final LongAdder total = new LongAdder();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition passedOn = lock.newCondition();
    private List<OutputFrame> added = new ArrayList<>();
    private List<OutputFrame> spare = new ArrayList<>();
    private int waiters;
    private boolean passing;
    private boolean handOver;
    private volatile boolean closed;

    /** @param index the place of this sink among the worker's sinks */
    SinkOutput(int index, SinkConnectorConfig config, int maxFrameSize, SinkLink link, ConnectorMetrics metrics) {
        this.index = index;
        this.config = config;
        this.link = link;
        this.metrics = metrics;
        this.codec = FrameCodec.of(config.protocol());
        // The length field does not count itself.
        this.maxPayload = maxFrameSize - (codec.headerLength() - Integer.BYTES);
    }

    int index() {
        return index;
    }

    String name() {
        return config.name();
    }

    SinkConnectorConfig config() {
        return config;
    }

    SinkLink link() {
        return link;
    }

    ConnectorMetrics metrics() {
        return metrics;
    }

    OutputFrame encode(Object message, String key) throws Exception {
        byte[] payload;
        try {
            payload = config.encoder().encode(message, key);
        } catch (Throwable e) {
            metrics.increment(Metric.REJECTED);
            throw e;
        }
        if (payload == null) {
            metrics.increment(Metric.REJECTED);
            throw new ConversionException("encoder of sink '" + name() + "' gave null; expected bytes");
        }
        if (payload.length > maxPayload) {
            metrics.increment(Metric.REJECTED);
            throw new MessageRejectedException("output of " + payload.length + " bytes, over the " + maxPayload
                    + " bytes that maxFrameSize of sink '" + name() + "' allows; raise it here and at the connector");
        }
        return new OutputFrame(codec, payload);
    }

    void add(OutputFrame frame) {
        lock.lock();
        try {
            added.add(frame);
        } finally {
            lock.unlock();
        }
        total.increment();
    }

    void addAll(List<OutputFrame> frames) {
        lock.lock();
        try {
            added.addAll(frames);
        } finally {
            lock.unlock();
        }
        total.add(frames.size());
    }

    /** Passes on what was added, or leaves it to the thread that does so already; holds the caller while too much waits. */
    void flush() {
        lock.lock();
        try {
            while (passing && (handOver || added.size() >= ADDED_MOST) && !closed) {
                waiters++;
                passedOn.awaitUninterruptibly();
                waiters--;
            }
            if (passing || closed) {
                return;
            }
            passing = true;
            handOver = false;
            try {
                passOn();
            } finally {
                passing = false;
                passedOn.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Goes on until nothing is left, or until another thread takes over: nobody's own connection is to wait for ever. */
    private void passOn() {
        for (int rounds = 1; !added.isEmpty() && !closed; rounds++) {
            List<OutputFrame> frames = added;
            added = spare;
            lock.unlock();
            try {
                link.send(frames);
            } catch (NotSentException e) {
                // The worker stops; what did not get out is counted then.
                closed = true;
            } finally {
                lock.lock();
                frames.clear();
                spare = frames;
                passedOn.signalAll();
            }
            handOver = rounds >= ROUNDS;
            if (handOver && waiters > 0) {
                return;
            }
        }
    }

    /** Outputs added and not yet written to a socket. */
    long waiting() {
        return Math.max(0, total.sum() - metrics.get(Metric.SENT) - link.lost());
    }

    /** Lets go whoever is held; what was added is lost. */
    void close() {
        lock.lock();
        try {
            closed = true;
            passedOn.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
