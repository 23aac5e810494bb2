package io.github.camelwallaroo.worker.checkpoint;

import java.util.List;

/**
 * The streams of a worker's sources, as checkpoints see them. Called by one thread at a time; no method may block on a
 * socket or on a thread that processes messages.
 */
public interface StreamPositions {

    /**
     * How far each stream has been processed at this moment, ended streams included. Nobody processes messages meanwhile. A
     * stream of which nothing was processed may be missing.
     */
    List<StreamPosition> received();

    /**
     * A checkpoint with these positions is durable: now, and not before, they may be acknowledged. Called after every
     * interval, also when nothing has changed.
     */
    void checkpointed(List<StreamPosition> positions);

    /** The worker is about to go back to its last checkpoint; messages may still be in process. */
    default void rollingBack() {}

    /**
     * The worker has gone back to a checkpoint with these positions, or starts from it; streams that are missing have none.
     * Nobody processes messages meanwhile. Connections of before are of an epoch that is over.
     */
    void rollback(List<StreamPosition> positions);
}
