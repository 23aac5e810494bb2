package io.github.camelwallaroo.source;

/**
 * One message that was alone in flight when the worker died. Before it is sent again the worker has to prove that it lives
 * without it, by some checkpoints in a row, twice as many each time. Then the message is sent, with nothing else in flight.
 */
final class PoisonTrial {

    private static final int FIRST_CHECKPOINTS = 3;

    /** A worker that tells no positions while nothing is sent is believed to make a checkpoint so often. */
    private static final long CHECKPOINT_MILLIS = 5_000;

    private final SourceStream stream;
    private final long id;
    private int certain;
    private int doubtful;
    private long since;
    private long elapsed;
    private int checkpoints;

    /** Of the stream's oldest message. */
    PoisonTrial(SourceStream stream) {
        this.stream = stream;
        this.id = stream.messages().buffer().oldest().id();
    }

    SourceStream stream() {
        return stream;
    }

    boolean isOf(SourceStream other) {
        return stream == other;
    }

    /** Whether the message is still held, and the next one of its stream. */
    boolean isStanding() {
        ReplayEntry oldest = stream.messages().buffer().oldest();
        return oldest != null && oldest.id() == id;
    }

    boolean isInFlight() {
        return isStanding() && stream.messages().buffer().sent() > 0;
    }

    /** From now on the worker is to prove that it lives without the message. */
    void begin(long now) {
        since = now;
        elapsed = 0;
        checkpoints = 0;
    }

    /** Something was acknowledged, or time has passed, on a connection. */
    void passed(boolean checkpoint, long now) {
        checkpoints += checkpoint ? 1 : 0;
        elapsed = now - since;
    }

    /** Whether the worker has made a checkpoint without the message; before that it may not be up again for good. */
    boolean hasBegun() {
        return checkpoints > 0;
    }

    /** Whether the worker lives without the message, which is to be sent. @param doublings of the proof */
    boolean isProven(int doublings) {
        return checkpoints + elapsed / CHECKPOINT_MILLIS >= (long) FIRST_CHECKPOINTS << certain + doublings;
    }

    /** The worker died for certain while the message was alone in flight. @return how often it did */
    int certain() {
        return ++certain;
    }

    /** The connection ended while the message was alone in flight. @return how often, if it may have been a rollback */
    int doubtful() {
        return ++doubtful;
    }

    /** The worker died without it: the deaths so far prove nothing. */
    void voidDeaths() {
        certain = 0;
        doubtful = 0;
    }

    /** Hands the message out; its stream goes on behind it. */
    void condemn() {
        stream.condemnOldest(certain);
    }

    /** Whether it is the message cannot be told, and the stream does not get past it. */
    void giveUp() {
        if (isStanding()) {
            stream.stopForPoison(certain + doubtful, id, id, 1);
        }
    }
}
