package io.github.camelwallaroo.worker;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Where a source's frames become messages of its pipeline. Shared by the source's connections. */
final class PipelineEntry {

    private final String source;
    private final Decoder decoder;
    private final Class<?> type;
    private final Step first;
    private final ConnectorMetrics metrics;

    /** @param type what the pipeline expects */
    PipelineEntry(SourceConnectorConfig source, Class<?> type, Step first, ConnectorMetrics metrics) {
        this.source = source.name();
        this.decoder = source.decoder();
        this.type = type;
        this.first = first;
        this.metrics = metrics;
    }

    /** @return milliseconds since the epoch, 0 = none */
    static long eventTime(OneWayMessage frame) {
        return frame instanceof Message06 message ? message.eventTime() : Message06.NO_EVENT_TIME;
    }

    /**
     * @param eventTime milliseconds since the epoch, 0 = none
     * @return null if there is nothing to process: the decoder said so, or failed, which is recorded
     */
    Object decode(byte[] payload, long eventTime, Delivery delivery) {
        delivery.begin(eventTime);
        try {
            Object message = decoder.decode(payload);
            if (message != null && !type.isInstance(message)) {
                throw new MessageRejectedException("the decoder gave a " + message.getClass().getName()
                        + "; the pipeline expects " + type.getName());
            }
            return message;
        } catch (Throwable e) {
            metrics.increment(Metric.UNDECODABLE);
            delivery.failed(FailureKind.DECODE, source, e);
            return null;
        }
    }

    /** @param eventTime of the payload that the message came from */
    void accept(Object message, long eventTime, Delivery delivery) {
        delivery.begin(eventTime);
        first.accept(message, delivery);
    }
}
