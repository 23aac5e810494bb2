package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.worker.checkpoint.StreamPosition;

/**
 * The streams of one source over all workers of this JVM: who has which one open, what was received of it, and what the last
 * checkpoint covers. Source: rules S4, S5, S7, S10. Thread-safe; owners are compared by identity.
 *
 * <p>
 * A checkpoint is {@link #snapshot()} while no message is under way, then {@link #checkpointed} when it is durable. In
 * between, a stream that the snapshot moves is not opened: its new owner would be told a position
 * that the checkpoint is about to overtake, and could number other messages as those which it covers.
 */
final class StreamRegistry {

    private final String source;
    private final boolean resilience;
    private final boolean forgetsAtCut;
    private final int maxStreams;
    private final Map<StreamId, RegisteredStream> streams = new LinkedHashMap<>();
    private Map<StreamId, PointOfReference> pending = Map.of();

    /** What became of a NOTIFY. */
    enum Verdict {
        OPENED,
        REFUSED,
        /** The answer has to wait for the end of the checkpoint under way. */
        HELD
    }

    /** @param stream null unless opened */
    record Opening(Verdict verdict, RegisteredStream stream) {

        private static final Opening REFUSED = new Opening(Verdict.REFUSED, null);
        private static final Opening HELD = new Opening(Verdict.HELD, null);
    }

    /** What one owner is to be told after a checkpoint. */
    static final class Covered {

        static final Covered NOTHING = new Covered();

        private final List<Ack.Position> open = new ArrayList<>();
        private final List<Ack.Position> ended = new ArrayList<>();

        /** Streams that go on. */
        List<Ack.Position> open() {
            return open;
        }

        /** Streams that are closed from now on. */
        List<Ack.Position> ended() {
            return ended;
        }
    }

    /**
     * @param source       the connector's name, as positions have it
     * @param resilience   whether there are checkpoints
     * @param forgetsAtCut whether a checkpoint leaves out what was received on connections that have ended, as real workers
     *                     do; it is output twice then
     * @param maxStreams   names known at one time; what is over is refused
     */
    StreamRegistry(String source, boolean resilience, boolean forgetsAtCut, int maxStreams) {
        this.source = source;
        this.resilience = resilience;
        this.forgetsAtCut = forgetsAtCut;
        this.maxStreams = maxStreams;
    }

    /**
     * @param worker  where the owner is connected, from 0; the first worker leads, and others believe what a NOTIFY says of a
     *                stream that nobody knows (rule S5)
     * @param offered what the NOTIFY says
     */
    synchronized Opening open(Object owner, int worker, StreamId id, String name, PointOfReference offered) {
        RegisteredStream stream = streams.get(id);
        if (stream == null) {
            if (streams.size() >= maxStreams) {
                return Opening.REFUSED;
            }
            boolean echo = resilience && worker > 0;
            stream = new RegisteredStream(id, name, echo ? offered : PointOfReference.NONE);
            streams.put(id, stream);
        } else if (stream.owner() != null || stream.isEnding()) {
            return Opening.REFUSED;
        } else if (!pending.getOrDefault(id, stream.checkpointed()).equals(stream.checkpointed())) {
            return Opening.HELD;
        }
        stream.open(owner, worker, name);
        return new Opening(Verdict.OPENED, stream);
    }

    /**
     * EOS came. Without resilience the stream is closed at once; else with the next checkpoint that covers it.
     *
     * @return whether it is closed already, and what was received is acknowledged
     */
    synchronized boolean end(RegisteredStream stream) {
        if (resilience) {
            stream.end();
            return false;
        }
        stream.checkpointed(stream.received());
        stream.close();
        return true;
    }

    /** The connection that had these streams open has ended. */
    synchronized void leave(Object owner, Collection<RegisteredStream> owned) {
        for (RegisteredStream stream : owned) {
            if (stream.owner() != owner) {
                continue;
            }
            stream.abandon();
            if (forgetsAtCut && !stream.isEnding()) {
                stream.forget();
            }
        }
    }

    /** What was received of every stream; taken while no message is under way, and remembered until the checkpoint ends. */
    synchronized List<StreamPosition> snapshot() {
        pending = new HashMap<>();
        List<StreamPosition> positions = new ArrayList<>(streams.size());
        streams.forEach((id, stream) -> {
            pending.put(id, stream.received());
            positions.add(new StreamPosition(source, id, stream.name(), stream.received()));
        });
        return positions;
    }

    /**
     * The checkpoint with these positions is durable.
     *
     * @return what each owner is to be told
     */
    synchronized Map<Object, Covered> checkpointed(List<StreamPosition> positions) {
        pending = Map.of();
        Map<Object, Covered> byOwner = new IdentityHashMap<>();
        for (StreamPosition each : positions) {
            RegisteredStream stream = streams.get(each.stream());
            if (stream == null) {
                continue;
            }
            stream.checkpointed(each.position());
            Object owner = stream.owner();
            boolean ended = stream.isEnding() && stream.received().equals(each.position());
            if (ended) {
                stream.close();
            }
            if (owner != null && (ended || !stream.isEnding())) {
                Covered covered = byOwner.computeIfAbsent(owner, any -> new Covered());
                (ended ? covered.ended : covered.open).add(new Ack.Position(each.stream(), each.position()));
            }
        }
        return byOwner;
    }

    /** A rollback, or a start on what an earlier run left: nothing is open, and streams that have no position never were. */
    synchronized void restore(List<StreamPosition> positions) {
        pending = Map.of();
        Map<StreamId, RegisteredStream> before = Map.copyOf(streams);
        streams.clear();
        for (StreamPosition each : positions) {
            RegisteredStream stream = before.getOrDefault(each.stream(),
                    new RegisteredStream(each.stream(), each.name(), PointOfReference.NONE));
            stream.restore(each.position());
            streams.put(each.stream(), stream);
        }
    }

    synchronized long openCount() {
        return streams.values().stream().filter(RegisteredStream::isOpen).count();
    }

    /** The streams that are, or were last, open on this worker. */
    synchronized List<WorkerStatus.Stream> status(int worker) {
        return streams.values()
                .stream()
                .filter(stream -> stream.worker() == worker)
                .map(stream -> new WorkerStatus.Stream(stream.name(), stream.id(), stream.isOpen(), stream.received(),
                        stream.checkpointed()))
                .toList();
    }

    synchronized List<RegisteredStream> streams() {
        return List.copyOf(streams.values());
    }
}
