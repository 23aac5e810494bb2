package io.github.camelwallaroo.transport;

/** Hears what became of a message that {@link BatchingSender#send} did not finish at once. Called exactly once. */
@FunctionalInterface
public interface Completion {

    /**
     * @param failure null: every byte was written to the socket; else why the message was given back
     */
    void completed(Exception failure);

    /** @return true if whoever waits for this stops, and would rather have it back than wait for a peer that is away */
    default boolean isLeaving() {
        return false;
    }

    /**
     * @return true if whoever waited for this has stopped waiting, whether the peer is there or not: his thread is not to be
     *         held either
     */
    default boolean hasLeft() {
        return false;
    }
}
