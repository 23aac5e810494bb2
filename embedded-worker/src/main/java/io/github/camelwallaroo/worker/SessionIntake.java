package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.checkpoint.ProcessingGate;

/** Reads one source connection of generation 1: its session judges the frames, and what that lets through is processed. */
final class SessionIntake implements Intake {

    /** Messages between two hand-overs to the sinks. */
    private static final int CHUNK = 256;

    private final FrameDecoder<ConnectorFrame> frames;
    private final ServedSession session;
    private final boolean strict;
    private final ProcessingGate gate;
    private final PipelineEntry entry;
    private final Delivery delivery;
    private final ConnectorMetrics metrics;

    /** @param strict whether outputs of a message that failed, and of those before it, die with the worker */
    SessionIntake(FrameDecoder<ConnectorFrame> frames, ServedSession session, boolean strict, ProcessingGate gate,
            PipelineEntry entry, Delivery delivery, ConnectorMetrics metrics) {
        this.frames = frames;
        this.session = session;
        this.strict = strict;
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
        boolean inside = false;
        int count = 0;
        try {
            for (ConnectorFrame frame = next(); frame != null; frame = next()) {
                RegisteredStream stream = session.receive(frame);
                if (inside && (session.isWaiting() || isTimeToLeave(count))) {
                    inside = leave();
                }
                session.flush();
                if (stream == null) {
                    continue;
                }
                inside = inside || gate.enter(session.epoch());
                if (!inside) {
                    // A rollback has ended this session: its connector will send the message again (rule S11).
                    return;
                }
                Message message = (Message) frame;
                process(message);
                stream.processed(message.messageId());
                count++;
            }
        } catch (HaltException e) {
            if (strict) {
                delivery.discard();
            }
            throw e;
        } finally {
            if (inside) {
                leave();
            }
            metrics.add(Metric.RECEIVED, count);
        }
        session.endOfRead();
    }

    /** Null if there is none, or nobody wants it any more. */
    private ConnectorFrame next() throws ProtocolViolationException {
        if (session.isOver()) {
            return null;
        }
        try {
            return frames.next();
        } catch (ProtocolViolationException e) {
            session.refuse(e);
            throw e;
        }
    }

    private boolean isTimeToLeave(int count) {
        return gate.isWanted() || delivery.isFull() || count % CHUNK == CHUNK - 1;
    }

    private void process(Message message) {
        if (message.payload().length == 0) {
            // Accepted, acknowledged, and never shown to the decoder (rule S8).
            return;
        }
        Object decoded = entry.decode(message.payload(), message.eventTime(), delivery);
        if (decoded != null) {
            entry.accept(decoded, message.eventTime(), delivery);
        }
    }

    /** Whoever has to wait for a sink does so outside. @return false, as nobody is inside any more */
    private boolean leave() {
        try {
            delivery.handOver();
        } finally {
            gate.leave();
        }
        delivery.flush();
        return false;
    }

    @Override
    public boolean isOver() {
        return session.isOver();
    }

    @Override
    public boolean isHeld() {
        return session.isHeld();
    }

    @Override
    public boolean awaitsGreeting() {
        return session.state() == WorkerSourceSession.State.GREETING;
    }

    @Override
    public int incompleteBytes() {
        return session.isOver() ? 0 : frames.incompleteBytes();
    }

    @Override
    public long expectedFrameLength() {
        return frames.expectedFrameLength();
    }

    @Override
    public void ended() {
        session.leave();
    }
}
