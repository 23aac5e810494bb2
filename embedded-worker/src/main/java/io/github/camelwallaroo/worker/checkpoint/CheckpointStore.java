package io.github.camelwallaroo.worker.checkpoint;

import java.io.Closeable;
import java.io.IOException;

/**
 * Where checkpoints are kept. Each says what has changed since the one before; reading gives everything as of the last one.
 * Used by one thread at a time; {@link #close()} may be called by any, at any time.
 */
interface CheckpointStore extends Closeable {

    /** The number of the last checkpoint; 0 = there is none. */
    long last();

    /** Everything that holds as of the last checkpoint. */
    Contents read() throws IOException;

    /** Whether the next checkpoint is to hold everything, and not only what has changed. */
    boolean wantsAll();

    /**
     * Begins the checkpoint that follows the {@link #last()} one.
     *
     * @param all whether it will hold everything
     */
    CheckpointWriter begin(boolean all) throws IOException;

    /** Forgets the last checkpoint, so that the one before is the last: a fault for tests. */
    void dropLast() throws IOException;

    /** What is under way is abandoned. Whoever writes meanwhile fails with an {@link IOException}. */
    @Override
    void close() throws IOException;
}
