package io.github.camelwallaroo.source;

/**
 * The ids of one stream's messages: who gives them, how far they were accepted, sent and acknowledged. Ids are unsigned;
 * {@link #NONE} stands for "not one yet" and lies before all of them. Source: rules S5 and S6. Not thread-safe.
 */
final class StreamIds {

    /** In place of an id: the stream is to give one. The same number as {@link #NONE}, which is never a message's id. */
    static final long AUTOMATIC = -1;

    static final long NONE = -1;

    private static final long LAST = -2;

    private enum Giver {
        UNDECIDED,
        SOURCE,
        STREAM
    }

    private final StreamReport report;
    private Giver giver = Giver.UNDECIDED;
    private long accepted = NONE;
    private long sent = NONE;
    private long acknowledged = NONE;

    StreamIds(StreamReport report) {
        this.report = report;
    }

    /**
     * @param id of a message to come, or {@link #AUTOMATIC}
     * @throws StreamException if the stream's other messages have their ids from elsewhere
     */
    void decide(long id) throws StreamException {
        Giver wanted = id == AUTOMATIC ? Giver.STREAM : Giver.SOURCE;
        if (giver == Giver.UNDECIDED) {
            giver = wanted;
        } else if (giver != wanted) {
            throw new StreamException(report.mixedIds(id), false);
        }
    }

    /** Whether the stream gives the ids. */
    boolean areAutomatic() {
        return giver == Giver.STREAM;
    }

    /** @return the id of the next message, if the stream gives them */
    long next() throws StreamException {
        if (accepted == LAST) {
            throw new StreamException(report.idsUsedUp(accepted), false);
        }
        return firstBehind(accepted);
    }

    /** The first id of a source that has none of its own: 0 is legal, but 1 is safe with every worker (rule S5). */
    static long firstBehind(long position) {
        return position == NONE ? 1 : position + 1;
    }

    /** Whether a message with this id lies behind all that were accepted. */
    boolean isNew(long id) {
        return isAfter(id, accepted);
    }

    void accept(long id) {
        accepted = id;
    }

    void sent(long id) {
        if (isAfter(id, sent)) {
            sent = id;
        }
    }

    /** Everything up to here is safe, also what somebody else has sent. @param position never before the last one */
    void acknowledge(long position) {
        acknowledged = position;
        if (isAfter(position, accepted)) {
            accepted = position;
        }
        sent(position);
    }

    /** Nothing is held, and the next message may be any behind this position. */
    void beginBehind(long position) {
        acknowledged = position;
        accepted = position;
        sent = position;
    }

    /** The worker has fallen back to this position; what was accepted behind it stays. */
    void fallBack(long position) {
        acknowledged = position;
    }

    /** How far the worker can stand: further, and somebody else has sent messages of this stream. */
    long furthest() {
        return areAutomatic() ? sent : accepted;
    }

    long accepted() {
        return accepted;
    }

    long acknowledged() {
        return acknowledged;
    }

    boolean isAcknowledged(long id) {
        return !isAfter(id, acknowledged);
    }

    /** Unsigned, {@link #NONE} before all: adding one makes it zero. */
    static boolean isAfter(long id, long other) {
        return Long.compareUnsigned(id + 1, other + 1) > 0;
    }

    static String text(long id) {
        return id == NONE ? "NONE" : Long.toUnsignedString(id);
    }
}
