package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/**
 * Processes messages as a real 0.6.1 worker was seen to do: those that come in one read change places, a total too small
 * for a message ends the worker, and a claim too large to be meant is waited for in silence.
 */
final class StrictIntake implements Intake {

    /** About as far as messages were recorded to change places. */
    private static final int SHUFFLED_TOGETHER = 24;

    private final FrameDecoder<OneWayMessage> frames;
    private final int smallestFrame;
    private final int frameLimit;
    private final ProcessingGate gate;
    private final PipelineEntry entry;
    private final Delivery delivery;
    private final ConnectorMetrics metrics;
    private final Random random;
    private final Consumer<String> death;
    private final List<Arrived> arrived = new ArrayList<>();
    /** What comes behind a claim over the limit goes here, never looked at; null before. */
    private ByteBuffer swallowed;
    private long claimed = -1;

    private record Arrived(Object message, OneWayMessage frame) {}

    /**
     * @param frames        with the frame limit as its own
     * @param smallestFrame the smallest total that a message can have
     * @param death         ends the worker with a reason
     */
    StrictIntake(FrameDecoder<OneWayMessage> frames, int smallestFrame, StrictMode mode, ProcessingGate gate,
            PipelineEntry entry, Delivery delivery,
            ConnectorMetrics metrics, Random random, Consumer<String> death) {
        this.frames = frames;
        this.smallestFrame = smallestFrame;
        this.frameLimit = mode.frameLimit();
        this.gate = gate;
        this.entry = entry;
        this.delivery = delivery;
        this.metrics = metrics;
        this.random = random;
        this.death = death;
    }

    @Override
    public ByteBuffer buffer() {
        return swallowed == null ? frames.buffer() : swallowed.clear();
    }

    @Override
    public void take() {
        if (swallowed != null) {
            return;
        }
        try {
            int count = decodeArrived();
            shuffle();
            process();
            delivery.flush();
            metrics.add(Metric.RECEIVED, count);
        } catch (ProtocolViolationException e) {
            delivery.discard();
            throw die(e.getMessage());
        } catch (HaltException e) {
            // What was computed and not yet written dies with the process.
            delivery.discard();
            throw e;
        } finally {
            arrived.clear();
        }
    }

    private void process() {
        gate.enter();
        try {
            for (Arrived each : arrived) {
                entry.accept(each.message(), PipelineEntry.eventTime(each.frame()), delivery);
            }
            delivery.handOver();
        } finally {
            gate.leave();
        }
    }

    private int decodeArrived() throws ProtocolViolationException {
        int count = 0;
        while (true) {
            long total = frames.expectedFrameLength();
            if (total < 0) {
                return count;
            }
            if (total > frameLimit) {
                claimed = total;
                swallowed = ByteBuffer.allocate(8 * 1024);
                return count;
            }
            if (total < smallestFrame) {
                boolean followed = frames.incompleteBytes() > Integer.BYTES;
                if (followed) {
                    throw die("frame of " + total + " bytes, which is less than every message has");
                }
                return count;
            }
            OneWayMessage frame = frames.next();
            if (frame == null) {
                return count;
            }
            count++;
            Object message = entry.decode(frame.payload(), PipelineEntry.eventTime(frame), delivery);
            if (message != null) {
                arrived.add(new Arrived(message, frame));
            }
        }
    }

    private HaltException die(String reason) {
        death.accept(reason);
        return new HaltException(reason);
    }

    private void shuffle() {
        for (int from = 0; from < arrived.size(); from += SHUFFLED_TOGETHER) {
            Collections.shuffle(arrived.subList(from, Math.min(from + SHUFFLED_TOGETHER, arrived.size())), random);
        }
    }

    @Override
    public int incompleteBytes() {
        return swallowed == null ? frames.incompleteBytes() : Integer.BYTES;
    }

    @Override
    public long expectedFrameLength() {
        return swallowed == null ? frames.expectedFrameLength() : claimed;
    }
}
