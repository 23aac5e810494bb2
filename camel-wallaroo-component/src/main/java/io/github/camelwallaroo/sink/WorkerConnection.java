package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.Message06;
import io.github.camelwallaroo.frame.OneWayMessage;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.transport.Connection;

/**
 * One worker's connection, from its first byte to its last: reads, cuts frames, decodes, hands on, in one thread. Nothing
 * is read while a message is being handed on, so that a slow route holds the worker and not our memory.
 */
final class WorkerConnection {

    /** These generations acknowledge nothing, so what becomes of a message is its handler's affair. */
    private static final SinkCompletion UNHEARD = failure -> {};
    /** Messages that are decoded in one go. */
    private static final int MOST_TOGETHER = 4096;
    private static final String OWN_END = "this connector stops";
    private static final long STALLED_HINT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final WorkerLog log;
    private final Connection connection;
    private final FrameDecoder<OneWayMessage> frames;
    private final Decoder decoder;
    private final SinkHandler handler;
    private final ReadGate gate;
    private final ConnectorMetrics metrics;

    /** {@link System#nanoTime()} since when a frame lacks bytes; 0 = none does. */
    private volatile long incompleteSinceNanos;
    private volatile long expectedFrameLength;
    private boolean stalledHintGiven;

    WorkerConnection(WorkerLog log, Connection connection, FrameDecoder<OneWayMessage> frames, Decoder decoder,
            SinkHandler handler,
            ReadGate gate, ConnectorMetrics metrics) {
        this.log = log;
        this.connection = connection;
        this.frames = frames;
        this.decoder = decoder;
        this.handler = handler;
        this.gate = gate;
        this.metrics = metrics;
    }

    /** Returns when the worker is gone, sent what is no frame, or reading is to end. */
    void serve() {
        String worker = connection.remoteAddress();
        log.connected(worker);
        String end;
        try {
            end = readToTheEnd();
        } catch (ProtocolViolationException e) {
            metrics.increment(Metric.PROTOCOL_VIOLATIONS);
            log.violated(worker, e.getMessage());
            return;
        } catch (IOException e) {
            end = gate.isEnding() ? OWN_END : String.valueOf(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end = "interrupted";
        }
        int cut = frames.incompleteBytes();
        if (cut == 0) {
            log.disconnected(worker, end);
        } else {
            metrics.increment(Metric.CUT_FRAMES);
            log.cutOff(worker, end, cut);
        }
    }

    /** @return why it ended */
    private String readToTheEnd() throws IOException, InterruptedException {
        while (gate.pass()) {
            ByteBuffer buffer = frames.buffer();
            int n = connection.read(buffer);
            if (n < 0) {
                return "closed by the worker";
            }
            metrics.add(Metric.RECEIVED_BYTES, n);
            handOn();
            noteProgress();
        }
        return OWN_END;
    }

    private void handOn() throws ProtocolViolationException, InterruptedException {
        if (decoder.decodesInBatches()) {
            handOnTogether();
            return;
        }
        int count = 0;
        try {
            OneWayMessage frame;
            while ((frame = frames.next()) != null) {
                // While suspended this holds; when it stops, what is here already is still handed on.
                gate.pass();
                count++;
                handOn(frame);
            }
        } finally {
            metrics.add(Metric.RECEIVED, count);
        }
    }

    private void handOn(OneWayMessage frame) throws InterruptedException {
        Object body;
        try {
            body = decoder.decode(frame.payload());
        } catch (Exception e) {
            handOnUndecodable(frame, e);
            return;
        }
        handOn(frame, body);
    }

    private void handOn(OneWayMessage frame, Object decoded) throws InterruptedException {
        String key = null;
        Object body = decoded;
        if (decoded instanceof KeyValue pair) {
            key = pair.key();
            body = pair.value();
        }
        long eventTime = frame instanceof Message06 timed ? timed.eventTime() : 0;
        handler.message(new ReceivedMessage(body, key, eventTime, connection.remoteAddress(), null), UNHEARD);
    }

    private void handOnUndecodable(OneWayMessage frame, Exception cause) throws InterruptedException {
        metrics.increment(Metric.UNDECODABLE);
        handler.undecodable(new ReceivedMessage(frame.payload(), null, 0, connection.remoteAddress(), null), cause,
                UNHEARD);
    }

    /** What was read in one go is decoded in one go. */
    private void handOnTogether() throws ProtocolViolationException, InterruptedException {
        List<OneWayMessage> batch = new ArrayList<>();
        try {
            OneWayMessage frame;
            while ((frame = frames.next()) != null) {
                batch.add(frame);
                if (batch.size() == MOST_TOGETHER) {
                    handOn(batch);
                    batch.clear();
                }
            }
        } finally {
            // Behind a violation nothing is taken; what came before it is whole.
            handOn(batch);
        }
    }

    private void handOn(List<OneWayMessage> batch) throws InterruptedException {
        metrics.add(Metric.RECEIVED, batch.size());
        List<Converted<Object>> bodies = decoder.decodeAll(batch.stream().map(OneWayMessage::payload).toList());
        for (int i = 0; i < bodies.size(); i++) {
            gate.pass();
            Converted<Object> body = bodies.get(i);
            if (body.failure() == null) {
                handOn(batch.get(i), body.value());
            } else {
                handOnUndecodable(batch.get(i), body.failure());
            }
        }
    }

    private void noteProgress() {
        if (frames.incompleteBytes() == 0) {
            incompleteSinceNanos = 0;
            return;
        }
        expectedFrameLength = frames.expectedFrameLength();
        long now = System.nanoTime();
        incompleteSinceNanos = now == 0 ? 1 : now;
    }

    /** Called now and then by another thread: says once that a message has been lacking its end for long. */
    void tick() {
        long since = incompleteSinceNanos;
        if (since == 0 || stalledHintGiven || System.nanoTime() - since < STALLED_HINT_NANOS) {
            return;
        }
        stalledHintGiven = true;
        log.stalled(connection.remoteAddress(), expectedFrameLength,
                TimeUnit.NANOSECONDS.toSeconds(STALLED_HINT_NANOS));
    }
}
