package io.github.camelwallaroo.transport;

/** What an {@link OutboundLink} sends through, told of its connections as they come and go. Thread-safe. */
public interface ConnectionSender {

    /** From now on what is sent goes to {@code established}. */
    void connected(Connection established);

    /**
     * Closes the connection. Returns when nothing is written to it any more.
     *
     * @return how many messages the connection may have swallowed without anybody knowing; 0 where the peer acknowledges
     */
    long disconnected(Connection broken);

    boolean isConnected();

    /** @return messages accepted and not yet done with */
    int pendingMessages();

    /** @return how long, in ms, the peer has taken nothing of the write under way; 0 if nobody is writing */
    long blockedMillis();

    /** @return whether what is being written holds somebody who is not to be held any more, see {@link Completion#hasLeft} */
    default boolean holdsWhoLeft() {
        return false;
    }

    /** The peer is known to have read everything: when the connection ends now, nothing of it is in doubt. */
    void everythingWasRead();

    /**
     * Refuses what comes from now on and gives back what waits.
     *
     * @return how many messages that were
     */
    int close(NotSentException reason);
}
