package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/**
 * A checkpoint being written: it counts wholly or not at all. If a method throws, the checkpoint does not count and the one
 * before still does, {@link #abandon()} being still to be called; unless it is a {@link StoreBrokenException}: then nobody
 * knows before the store is opened anew.
 */
interface CheckpointWriter extends Changes {

    /** What was written is durable, though it does not count yet. */
    void prepare() throws IOException;

    /** From now on the checkpoint counts. Prepares it if that was not done. */
    void commit() throws IOException;

    /** Removes what was written; nothing to do after {@link #commit()}. */
    void abandon() throws IOException;
}
