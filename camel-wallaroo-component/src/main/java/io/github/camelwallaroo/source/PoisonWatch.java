package io.github.camelwallaroo.source;

/**
 * Notices a message that kills the worker at every replay (rule S9), and what is to be done about it. One for all sessions
 * of a connector, guarded by their common lock.
 *
 * <p>
 * <b>What a death is.</b> A connection ended without RESTART, ERROR or our doing, while messages were unacknowledged. That
 * is also what a rollback looks like (rule S11), so it is a certain death only if the worker then could not be reached, or
 * came back before what it had acknowledged; else it is one in doubt, and {@value #DOUBTFUL_PER_CERTAIN} in doubt weigh as
 * much as a certain one. Everything that the worker acknowledges of a stream starts that stream's count anew.
 */
interface PoisonWatch {

    /** So many deaths that may have been rollbacks weigh as much as one that was none. */
    int DOUBTFUL_PER_CERTAIN = 3;

    /** For workers without resilience: nothing is sent again, so nothing kills twice. */
    PoisonWatch NONE = new PoisonWatch() {};

    static PoisonWatch of(int poisonRetries, OnPoison reaction) {
        return reaction == OnPoison.STOP ? new StreamProbation(poisonRetries) : new PoisonSearch(poisonRetries);
    }

    /** Whether nothing is held back on its behalf. */
    default boolean isCalm() {
        return true;
    }

    /** Whether the stream's next message may be sent now. If not, it is asked again when something has changed. */
    default boolean maySend(SourceStream stream) {
        return true;
    }

    /** A message of it was sent. */
    default void sent(SourceStream stream) {}

    /** There is a session whose streams it is to watch; in the other calls they stand for it. */
    default void watch(SessionStreams session) {}

    /** A session's worker said OK. */
    default void streaming(SessionStreams session, long now) {}

    /** A worker acknowledged or opened something, or time has passed. @param checkpoint whether it told positions */
    default void changed(boolean checkpoint, long now) {}

    /**
     * A session's connection ended that had come to its OK. What it was given is still counted as sent.
     *
     * @param explained whether by RESTART, ERROR or our doing
     */
    default void connectionEnded(SessionStreams session, boolean explained, long now) {}

    /** A session's worker cannot be dialled. */
    default void unreachable(SessionStreams session, long now) {}

    /** A session's worker came back before what it had acknowledged. */
    default void fellBack(SessionStreams session, long now) {}
}
