package io.github.camelwallaroo.source;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.FrameDecoder;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.ProtocolViolationException;
import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;

/**
 * A worker as the recordings show it, without socket, clock and thread: bytes in, frames out; checkpoints, rollbacks and
 * deaths when it is told to. Its output is a list of payloads, of which a rollback takes back what no checkpoint covers.
 */
final class ModelWorker {

    /** What a checkpoint holds. */
    private record Checkpoint(Map<StreamId, Long> positions, int outputs) {}

    final boolean resilient;
    final List<String> output = new ArrayList<>();
    /** What was covered by a checkpoint at any time. */
    final Set<String> everDurable = new HashSet<>();
    /** A payload on which it dies. */
    final Set<String> deadly = new HashSet<>();
    /** So many NOTIFYs are refused. */
    int refusals;
    /** Gives no credits meanwhile. */
    boolean starving;
    private final int maxCredits;
    private final int refillCredits;
    private final List<Checkpoint> checkpoints = new ArrayList<>();
    /** Streams of the present connection, and the last id seen. */
    private final Map<StreamId, Long> open = new LinkedHashMap<>();
    private final Set<StreamId> closing = new HashSet<>();
    private FrameDecoder<ConnectorFrame> decoder;
    private List<ConnectorFrame> answers;
    private long credits;
    private boolean greeted;
    private boolean dead;

    ModelWorker(boolean resilient, int maxCredits, int refillCredits) {
        this.resilient = resilient;
        this.maxCredits = maxCredits;
        this.refillCredits = refillCredits;
        checkpoints.add(new Checkpoint(Map.of(), 0));
    }

    /** A connection begins. @param answers where what it says goes to */
    void accept(List<ConnectorFrame> toConnector) {
        decoder = ConnectorCodec.newDecoder(ConnectorCodec.WORKER_FRAME_LIMIT, Leniency.STRICT);
        answers = toConnector;
        greeted = false;
        dead = false;
    }

    /** The connection has ended: it knows of its streams what the last checkpoint says. */
    void disconnect() {
        // One that was ended and not yet checkpointed stays so for good.
        open.clear();
        closing.clear();
        answers = null;
    }

    /** Reads. @return false if it died of it */
    boolean read(byte[] bytes, int from, int to) {
        try {
            for (int at = from; at < to && !dead;) {
                ByteBuffer room = decoder.buffer();
                int length = Math.min(room.remaining(), to - at);
                room.put(bytes, at, length);
                at += length;
                for (ConnectorFrame frame = decoder.next(); frame != null && !dead; frame = decoder.next()) {
                    handle(frame);
                }
            }
        } catch (ProtocolViolationException e) {
            throw new AssertionError("the worker cannot decode what it was sent", e);
        }
        return !dead;
    }

    private void handle(ConnectorFrame frame) {
        if (frame instanceof Hello) {
            greeted = true;
            credits = maxCredits;
            answers.add(new Ok(maxCredits));
            return;
        }
        credits--;
        if (frame instanceof Notify ask) {
            answers.add(answer(ask));
        } else if (frame instanceof Message message) {
            process(message);
        } else if (frame instanceof EndOfStream end) {
            if (resilient) {
                closing.add(end.streamId());
            } else {
                answers.add(ack(0, end.streamId(), open.remove(end.streamId())));
            }
        } else {
            throw new AssertionError("a worker that is sent " + frame);
        }
        if (credits <= refillCredits && !dead) {
            refill(List.of());
        }
    }

    private NotifyAck answer(Notify ask) {
        if (open.containsKey(ask.streamId())) {
            return new NotifyAck(false, ask.streamId(), ask.pointOfReference());
        }
        if (refusals > 0) {
            refusals--;
            return new NotifyAck(false, ask.streamId(), ask.pointOfReference());
        }
        long position = resilient ? position(ask.streamId()) : StreamIds.NONE;
        open.put(ask.streamId(), position);
        return new NotifyAck(true, ask.streamId(), PointOfReference.of(position));
    }

    private void process(Message message) {
        Long seen = open.get(message.streamId());
        if (seen == null || closing.contains(message.streamId())) {
            throw new AssertionError(message + " of a stream that is not open");
        }
        if (!StreamIds.isAfter(message.messageId(), seen)) {
            return;
        }
        String payload = new String(message.payload(), StandardCharsets.US_ASCII);
        if (deadly.contains(payload)) {
            dead = true;
            return;
        }
        open.put(message.streamId(), message.messageId());
        output.add(payload);
    }

    /** Credits up to the maximum, unless it starves the connector. */
    void refill(List<Ack.Position> positions) {
        if (answers == null || !greeted) {
            return;
        }
        long grant = starving ? 0 : maxCredits - credits;
        credits += grant;
        if (grant > 0 || !positions.isEmpty()) {
            answers.add(new Ack(grant, positions));
        }
    }

    private static Ack ack(long credits, StreamId stream, long position) {
        return new Ack(credits, List.of(new Ack.Position(stream, PointOfReference.of(position))));
    }

    /** What is processed so far is safe. */
    void checkpoint() {
        if (!resilient) {
            return;
        }
        Map<StreamId, Long> positions = new HashMap<>(last().positions());
        positions.putAll(open);
        checkpoints.add(new Checkpoint(positions, output.size()));
        everDurable.addAll(output);
        List<Ack.Position> pairs = new ArrayList<>();
        open.forEach((stream, seen) -> pairs.add(new Ack.Position(stream, PointOfReference.of(seen))));
        closing.forEach(open::remove);
        closing.clear();
        refill(pairs);
    }

    /** Another connector sent these of a stream that is not open, and a checkpoint covers them. */
    void processedOfOthers(StreamId stream, List<String> payloads, long position) {
        output.addAll(payloads);
        everDurable.addAll(output);
        Map<StreamId, Long> positions = new HashMap<>(last().positions());
        positions.put(stream, position);
        checkpoints.add(new Checkpoint(positions, output.size()));
    }

    /** Falls back to the last checkpoint, or to one before it. @param lost how many of them are lost */
    void rollBack(int lost) {
        for (int i = 0; i < lost && checkpoints.size() > 1; i++) {
            checkpoints.remove(checkpoints.size() - 1);
        }
        output.subList(last().outputs(), output.size()).clear();
    }

    long position(StreamId stream) {
        return last().positions().getOrDefault(stream, StreamIds.NONE);
    }

    private Checkpoint last() {
        return checkpoints.get(checkpoints.size() - 1);
    }
}
