package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/** Processes messages one after the other as they came. */
final class OrderedIntake implements Intake {

    /** Messages between two hand-overs to the sinks: many share one, and what is held of a read stays small. */
    private static final int CHUNK = 256;

    private final FrameDecoder<OneWayMessage> frames;
    private final ProcessingGate gate;
    private final PipelineEntry entry;
    private final Delivery delivery;
    private final ConnectorMetrics metrics;

    OrderedIntake(FrameDecoder<OneWayMessage> frames, ProcessingGate gate, PipelineEntry entry, Delivery delivery,
            ConnectorMetrics metrics) {
        this.frames = frames;
        this.gate = gate;
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
        gate.enter();
        boolean inside = true;
        try {
            for (OneWayMessage frame = frames.next(); frame != null; frame = frames.next()) {
                if (!inside) {
                    gate.enter();
                    inside = true;
                }
                process(frame);
                if (++count % CHUNK == 0 || gate.isWanted() || delivery.isFull()) {
                    inside = false;
                    leave();
                }
            }
        } finally {
            if (inside) {
                leave();
            }
            metrics.add(Metric.RECEIVED, count);
        }
    }

    private void process(OneWayMessage frame) {
        long eventTime = PipelineEntry.eventTime(frame);
        Object message = entry.decode(frame.payload(), eventTime, delivery);
        if (message != null) {
            entry.accept(message, eventTime, delivery);
        }
    }

    /** Whoever has to wait for a sink does so outside. */
    private void leave() {
        try {
            delivery.handOver();
        } finally {
            gate.leave();
        }
        delivery.flush();
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
