package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Processes messages one after the other as they came. */
final class OrderedIntake implements Intake {

    /** Messages between two hand-overs to the sinks: many share one, and what is held of a read stays small. */
    private static final int CHUNK = 256;

    private final FrameDecoder<OneWayMessage> frames;
    private final PipelineEntry entry;
    private final Delivery delivery;
    private final ConnectorMetrics metrics;

    OrderedIntake(FrameDecoder<OneWayMessage> frames, PipelineEntry entry, Delivery delivery,
            ConnectorMetrics metrics) {
        this.frames = frames;
        this.entry = entry;
        this.delivery = delivery;
        this.metrics = metrics;
    }

    @Override
    public ByteBuffer buffer() {
        return frames.buffer();
    }

    @Override
    public void take() throws ProtocolViolationException {
        int count = 0;
        try {
            for (OneWayMessage frame = frames.next(); frame != null; frame = frames.next()) {
                Object message = entry.decode(frame, delivery);
                if (message != null) {
                    entry.accept(message, frame, delivery);
                }
                if (++count % CHUNK == 0) {
                    delivery.flush();
                }
            }
        } finally {
            delivery.flush();
            metrics.add(Metric.RECEIVED, count);
        }
    }

    @Override
    public int incompleteBytes() {
        return frames.incompleteBytes();
    }

    @Override
    public long expectedFrameLength() {
        return frames.expectedFrameLength();
    }
}
