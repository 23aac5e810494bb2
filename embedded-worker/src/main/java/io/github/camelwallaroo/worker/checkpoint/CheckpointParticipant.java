package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/**
 * Something whose contents belong into checkpoints: a table of states, the positions of streams, a sink that holds outputs
 * back. One thread calls, in this order: {@link #restore} at the start; then for each checkpoint {@link #freeze},
 * {@link #write}, and either {@link #committed} or {@link #abandoned}; in between, a rollback calls {@link #rollingBack} and
 * {@link #restore}.
 */
public interface CheckpointParticipant {

    /**
     * Notes what belongs to the checkpoint. Nobody processes messages meanwhile, so this has to be quick.
     *
     * @param checkpoint the number it will have
     * @param all        whether {@link #write} is to write everything, and not only what has changed since the last
     *                   {@link #committed}
     */
    void freeze(long checkpoint, boolean all);

    /**
     * Writes what was noted, as it was then. Messages are processed meanwhile.
     *
     * @throws UnsavableException if that cannot be written, now or ever
     * @throws IOException        from {@code into}
     */
    void write(Changes into) throws IOException, UnsavableException;

    /** The checkpoint is durable: now it may be told to others. Also called when it had nothing to write. */
    void committed();

    /** The checkpoint does not count; what was noted for it belongs to the next one. */
    void abandoned();

    /** The worker is about to go back; messages are still processed. */
    default void rollingBack() {}

    /**
     * Takes back everything since the last checkpoint. Nobody processes messages meanwhile.
     *
     * @param checkpoint its number; 0 = none was ever taken
     * @param contents   what all participants wrote
     * @throws UnreadableException if that cannot be read
     */
    void restore(long checkpoint, Contents contents) throws UnreadableException;

    /** Whether a section of a checkpoint is of this participant. */
    boolean owns(String section);
}
