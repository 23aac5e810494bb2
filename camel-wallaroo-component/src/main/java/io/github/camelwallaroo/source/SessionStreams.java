package io.github.camelwallaroo.source;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.frame.StreamId;

/** The streams that one session takes care of, by id, and whose turn it is. Not thread-safe. */
final class SessionStreams {

    private final Map<StreamId, SourceStream> streams = new HashMap<>();
    /** Streams whose name another one is still ending, in the order in which they will have it. */
    private final Map<StreamId, Deque<SourceStream>> successors = new HashMap<>();
    private final Turns turns = new Turns();

    /** @throws IllegalStateException if another one of this id is here and not ending */
    void attach(SourceStream stream) {
        SourceStream present = streams.putIfAbsent(stream.id(), stream);
        if (present == null) {
            settle(stream);
            return;
        }
        Deque<SourceStream> waiting = successors.computeIfAbsent(stream.id(), id -> new ArrayDeque<>());
        SourceStream last = waiting.isEmpty() ? present : waiting.getLast();
        if (!last.isEnding()) {
            throw new IllegalStateException(
                    "stream '" + stream.name() + "' with id " + stream.id() + ": '" + last.name()
                            + "' is here already, in state " + last.state() + "; expected it to be ended first");
        }
        waiting.add(stream);
    }

    /** Lets go of a stream, as it is. */
    void detach(SourceStream stream) {
        Deque<SourceStream> waiting = successors.getOrDefault(stream.id(), new ArrayDeque<>());
        if (!waiting.remove(stream) && streams.remove(stream.id(), stream) && !waiting.isEmpty()) {
            SourceStream next = waiting.remove();
            streams.put(next.id(), next);
            settle(next);
        }
        if (waiting.isEmpty()) {
            successors.remove(stream.id());
        }
    }

    /** @return the one on the wire; null if there is none */
    SourceStream find(StreamId id) {
        return streams.get(id);
    }

    /** The ones on the wire; a copy. */
    List<SourceStream> all() {
        return new ArrayList<>(streams.values());
    }

    /** The ones on the wire and those that wait for their name. */
    Collection<SourceStream> allWithSuccessors() {
        List<SourceStream> all = all();
        successors.values().forEach(all::addAll);
        return all;
    }

    /** Something happened to a stream: it may have a turn to come, or be over. */
    void settle(SourceStream stream) {
        if (stream.state() == StreamState.ENDED) {
            detach(stream);
        } else if (turns.isWantedBy(stream) && streams.get(stream.id()) == stream) {
            turns.give(stream);
        }
    }

    /** Messages that are sent and not acknowledged, of all of them. */
    int sentMessages() {
        int count = 0;
        for (SourceStream stream : streams.values()) {
            count += stream.messages().buffer().sent();
        }
        return count;
    }

    /** Those with messages that are sent and not acknowledged; a copy. */
    List<SourceStream> sending() {
        return streams.values().stream().filter(stream -> stream.messages().buffer().sent() > 0).toList();
    }

    /** @return a stream that has something to send, its turn used up; null if there is none */
    SourceStream nextTurn() {
        return turns.next();
    }

    /** Something may be sent: who has something is to be {@link #settle}d. */
    void openTurns() {
        turns.open();
    }

    void clearTurns() {
        turns.clear();
    }
}
