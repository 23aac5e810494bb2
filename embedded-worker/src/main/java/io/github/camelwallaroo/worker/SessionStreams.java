package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.frame.Ack;
import io.github.camelwallaroo.frame.Notify;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.StreamId;

/** The streams that one connection has open, and those that it wants open. Guarded as its {@link WorkerSourceSession} is. */
final class SessionStreams {

    private final StreamRegistry registry;
    private final int worker;
    private final WorkerSourceSession.Effects effects;
    private final Map<StreamId, RegisteredStream> open = new HashMap<>();
    /** EOS has come, and no checkpoint yet. */
    private final Map<StreamId, RegisteredStream> ending = new HashMap<>();
    /** Answered behind the last frame of a read: a MESSAGE that comes in one with its NOTIFY comes too early (rule S4). */
    private final List<Notify> asked = new ArrayList<>();
    /** Answered when the checkpoint under way has ended. */
    private final List<Notify> held = new ArrayList<>();

    /** @param worker on which of the JVM's workers the connection is, from 0 */
    SessionStreams(StreamRegistry registry, int worker, WorkerSourceSession.Effects effects) {
        this.registry = registry;
        this.worker = worker;
        this.effects = effects;
    }

    /** @return null unless it is open here */
    RegisteredStream open(StreamId id) {
        return open.get(id);
    }

    int openCount() {
        return open.size();
    }

    void ask(Notify notify) {
        asked.add(notify);
    }

    /** Answers those who asked since the last time. */
    void answerAsked() {
        answerAll(asked);
    }

    /** Answers those who had to wait for the end of a checkpoint. */
    void answerHeld() {
        answerAll(held);
    }

    private void answerAll(List<Notify> waiting) {
        if (waiting.isEmpty()) {
            return;
        }
        List<Notify> due = List.copyOf(waiting);
        waiting.clear();
        due.forEach(this::answer);
    }

    private void answer(Notify notify) {
        if (effects.refusesNotify()) {
            refuse(notify);
            return;
        }
        StreamId id = notify.streamId();
        StreamRegistry.Opening opening = registry.open(this, worker, id, notify.streamName(),
                notify.pointOfReference());
        switch (opening.verdict()) {
            case OPENED -> {
                open.put(id, opening.stream());
                effects.send(new NotifyAck(true, id, opening.stream().received()));
            }
            case REFUSED -> refuse(notify);
            case HELD -> held.add(notify);
        }
    }

    private void refuse(Notify notify) {
        effects.send(new NotifyAck(false, notify.streamId(), notify.pointOfReference()));
        effects.refused();
    }

    /** @return false if it is not open here, which ends the connection of whoever ends it */
    boolean end(StreamId id) {
        RegisteredStream stream = open.remove(id);
        if (stream == null) {
            return false;
        }
        if (registry.end(stream)) {
            effects.send(new Ack(0, List.of(new Ack.Position(id, stream.received()))));
        } else {
            ending.put(id, stream);
        }
        return true;
    }

    /** The end of a stream is covered by a checkpoint. */
    void ended(Ack.Position position) {
        ending.remove(position.streamId());
        effects.send(new Ack(0, List.of(position)));
    }

    /** The connection is gone: others may open what it had open. */
    void leave() {
        registry.leave(this, open.values());
        registry.leave(this, ending.values());
    }
}
