package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** One sink as the pipelines see it: encodes outputs, takes them in order, knows how many are on their way. Thread-safe. */
final class SinkOutput {

    private final int index;
    private final SinkConnectorConfig config;
    private final SinkLink link;
    private final OutputQueue queue;
    private final OneWayCodec codec;
    private final int maxPayload;
    private final ConnectorMetrics metrics;
    private final LongAdder total = new LongAdder();

    /** @param index the place of this sink among the worker's sinks */
    SinkOutput(int index, SinkConnectorConfig config, int maxFrameSize, SinkLink link, ConnectorMetrics metrics) {
        this.index = index;
        this.config = config;
        this.link = link;
        this.queue = new OutputQueue(link::send);
        this.metrics = metrics;
        this.codec = OneWayCodec.of(config.protocol());
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

    /** Takes an output; never blocks. */
    void add(OutputFrame frame) {
        queue.add(frame);
        total.increment();
    }

    /** Takes outputs; never blocks. */
    void addAll(List<OutputFrame> frames) {
        queue.addAll(frames);
        total.add(frames.size());
    }

    /** Sees that what was taken is written; holds the caller while too much waits. */
    void flush() {
        queue.flush();
    }

    /** Outputs taken and not yet written to a socket. */
    long waiting() {
        return Math.max(0, total.sum() - metrics.get(Metric.SENT) - link.lost());
    }

    /** Ends the connection in order, if nothing waits. */
    void finish(Duration timeout) throws InterruptedException {
        link.finish(timeout);
    }

    /** Disconnects at once and lets go whoever is held; what waits is lost. */
    void close() {
        link.close();
        queue.close();
    }
}
