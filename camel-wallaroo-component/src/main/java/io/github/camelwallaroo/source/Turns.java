package io.github.camelwallaroo.source;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Which stream sends next: those that have to open or end first, then the others in turn, one message each. Not
 * thread-safe.
 */
final class Turns {

    private final Queue<SourceStream> urgent = new ArrayDeque<>();
    private final Queue<SourceStream> inTurn = new ArrayDeque<>();

    /** Gives the stream a turn if it has something to send and does not wait for one already. */
    void offer(SourceStream stream) {
        Due due = stream.life().due();
        if (due != Due.NOTHING && !stream.isWaitingForTurn()) {
            stream.setWaitingForTurn(true);
            (due == Due.MESSAGE ? inTurn : urgent).add(stream);
        }
    }

    /** @return a stream that has something to send, its turn used up; null if there is none */
    SourceStream next() {
        SourceStream stream;
        while ((stream = urgent.isEmpty() ? inTurn.poll() : urgent.poll()) != null) {
            stream.setWaitingForTurn(false);
            if (stream.life().due() != Due.NOTHING) {
                return stream;
            }
        }
        return null;
    }

    void clear() {
        urgent.forEach(stream -> stream.setWaitingForTurn(false));
        inTurn.forEach(stream -> stream.setWaitingForTurn(false));
        urgent.clear();
        inTurn.clear();
    }
}
