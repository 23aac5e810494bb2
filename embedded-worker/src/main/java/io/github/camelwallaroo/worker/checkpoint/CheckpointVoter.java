package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/**
 * Whoever may say no to a checkpoint that is written already: sinks with two-phase commit. It takes part as any
 * {@link CheckpointParticipant}, before all others; between {@link #write} and {@link #committed} it is asked, see
 * {@link #vote}. Also it says when messages may be processed at all.
 */
public interface CheckpointVoter extends CheckpointParticipant {

    /** Nobody who could say no. */
    CheckpointVoter NOBODY = new NoVoter();

    /** Writes what has to be durable before anybody is asked for the first time. */
    void begin(Changes into) throws IOException;

    /** Whether everybody is there, so that messages may be processed and a checkpoint be taken. Called by any thread. */
    boolean isReady();

    /**
     * Waits until everybody is there.
     *
     * @return false if the worker ends
     */
    boolean awaitReady();

    /**
     * The checkpoint is durable, and counts if everybody agrees.
     *
     * @throws VetoException if somebody does not: everything since the checkpoint before is to be taken back
     */
    void vote() throws VetoException;

    /** Lets go whoever waits, for good. Called by any thread. */
    void shutDown();
}
