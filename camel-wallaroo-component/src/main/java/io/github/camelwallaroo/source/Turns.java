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
    private boolean open;

    /** From now on there are turns: something may be sent. */
    void open() {
        open = true;
    }

    /** Whether the stream has something to send, and no turn yet to do it. */
    boolean isWantedBy(SourceStream stream) {
        return open && !stream.isWaitingForTurn() && stream.life().due() != Due.NOTHING;
    }

    /** Gives a turn to a stream that wants one. */
    void give(SourceStream stream) {
        stream.setWaitingForTurn(true);
        (stream.life().due() == Due.MESSAGE ? inTurn : urgent).add(stream);
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

    /** There are no turns any more, until they are {@link #open}ed again. */
    void clear() {
        open = false;
        urgent.forEach(stream -> stream.setWaitingForTurn(false));
        inTurn.forEach(stream -> stream.setWaitingForTurn(false));
        urgent.clear();
        inTurn.clear();
    }
}
