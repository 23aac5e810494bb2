package io.github.camelwallaroo.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.frame.StreamId;

/** The streams that one session takes care of, by id, and whose turn it is. Not thread-safe. */
final class SessionStreams {

    private final Map<StreamId, SourceStream> streams = new HashMap<>();
    /** Streams whose name another one is still ending. */
    private final Map<StreamId, SourceStream> successors = new HashMap<>();
    private final Turns turns = new Turns();

    /** @throws IllegalStateException if another one of this id is here and not ending, or has a successor already */
    void attach(SourceStream stream) {
        SourceStream present = streams.putIfAbsent(stream.id(), stream);
        if (present == null) {
            settle(stream);
        } else if (!present.isEnding() || successors.putIfAbsent(stream.id(), stream) != null) {
            throw new IllegalStateException(
                    "stream '" + stream.name() + "' with id " + stream.id() + ": '" + present.name()
                            + "' is here already, in state " + present.state() + "; expected it to be ended first");
        }
    }

    /** Lets go of a stream, as it is. */
    void detach(SourceStream stream) {
        if (!successors.remove(stream.id(), stream) && streams.remove(stream.id(), stream)) {
            promote(stream.id());
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
        all.addAll(successors.values());
        return all;
    }

    /** Something happened to a stream: it may have a turn to come, or be over. */
    void settle(SourceStream stream) {
        if (stream.state() == StreamState.ENDED) {
            detach(stream);
        } else if (streams.get(stream.id()) == stream) {
            turns.offer(stream);
        }
    }

    private void promote(StreamId id) {
        SourceStream successor = successors.remove(id);
        if (successor != null) {
            streams.put(id, successor);
            settle(successor);
        }
    }

    /** @return a stream that has something to send, its turn used up; null if there is none */
    SourceStream nextTurn() {
        return turns.next();
    }

    void clearTurns() {
        turns.clear();
    }
}
