package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Makes payloads for one sink connector, whichever worker sends them. Thread-safe. */
final class OutputEncoder {

    private final int index;
    private final SinkConnectorConfig config;
    private final int maxPayload;
    private final ConnectorMetrics metrics;

    /**
     * @param index        the place of this sink among the worker's sinks
     * @param maxFrameSize bytes after the length field
     */
    OutputEncoder(int index, SinkConnectorConfig config, int maxFrameSize, ConnectorMetrics metrics) {
        this.index = index;
        this.config = config;
        this.metrics = metrics;
        this.maxPayload = maxFrameSize - header(config.protocol());
    }

    /** Bytes behind the length field that are no payload. */
    private static int header(Protocol protocol) {
        return protocol == Protocol.V1
                ? ConnectorCodec.MESSAGE_HEADER
                : OneWayCodec.of(protocol).headerLength() - Integer.BYTES;
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

    ConnectorMetrics metrics() {
        return metrics;
    }

    /** @param key as text; null for none */
    byte[] encode(Object message, String key) throws Exception {
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
        return payload;
    }
}
