package io.github.camelwallaroo.source;

import io.github.camelwallaroo.frame.PointOfReference;

/**
 * Hears of a stream's positions: what a source hangs its own on, such as a Kafka offset or a shard's sequence number.
 *
 * <p>
 * <b>The contract</b>: everything up to and including an {@link #acknowledged} position is covered by a checkpoint of the
 * worker, and may be committed to where it came from; nothing else may.
 *
 * <p>
 * Called in order for each stream, by threads of the connector that hold none of its locks. An implementation returns
 * quickly and hands over to its own thread what takes time, or what only that thread may do. It must not call the connector
 * from here.
 */
public interface PositionListener {

    /**
     * The worker has opened the stream, for the first time or again after a connection ended; what it lacks and the connector
     * holds is sent by itself.
     *
     * @param position where the source is to go on if it has nothing under way: behind this message.
     *                 {@link PointOfReference#NONE}: the worker has no opinion, the source's own start holds
     */
    default void opened(String stream, PointOfReference position) {}

    /**
     * Everything up to and including this position is safe. Positions only grow, except behind a {@link #rewind}. If the
     * worker has a position already when a stream is opened for the first time, this is called before {@link #opened}.
     */
    void acknowledged(String stream, PointOfReference position);

    /**
     * The source is to go on behind another position than its own, and to say so with {@code SourceConnector.rewound} before
     * the first message from there; until then what is written to the stream fails as retryable. Mostly it is to go back: the
     * worker lost messages that it had acknowledged, or this process forgot what it had sent. Where the source gives the ids
     * it can be forward, too: another process had this part of the source meanwhile, and sent more than this one.
     *
     * @return false if this source cannot. Back: the gap is counted and reported, and the stream goes on behind it. Forward:
     *         somebody else uses the stream's name, and it is stopped
     */
    default boolean rewind(String stream, PointOfReference position) {
        return false;
    }

    /** The stream takes no more messages until a person has looked at it; health is down and says why. */
    default void stopped(String stream, String reason) {}

    /** The stream was ended by {@code SourceConnector.end} and everything in it is acknowledged. */
    default void ended(String stream, PointOfReference last) {}
}
