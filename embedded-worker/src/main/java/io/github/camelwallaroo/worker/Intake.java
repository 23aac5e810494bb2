package io.github.camelwallaroo.worker;

import java.nio.ByteBuffer;

import io.github.camelwallaroo.codec.ProtocolViolationException;

/** What is done with the bytes of one source connection. Belongs to that connection's thread. */
interface Intake {

    /** Where to read into, with room for at least one byte. */
    ByteBuffer buffer();

    /**
     * Processes and counts every message that is complete, and sees that the outputs are on their way; waits while sinks are
     * full.
     *
     * @throws ProtocolViolationException if the bytes are no frames; those before were processed
     * @throws HaltException              if the worker stops over a message
     */
    void take() throws ProtocolViolationException;

    /** Whether the connection is to be closed now, though the connector has not left. */
    default boolean isOver() {
        return false;
    }

    /** Whether it waits for the worker, with nothing under way. Called by any thread. */
    default boolean isHeld() {
        return false;
    }

    /** Whether the connector has not begun to speak, though it has to. Called by any thread. */
    default boolean awaitsGreeting() {
        return false;
    }

    /** The connection has ended, or is about to; called once. */
    default void ended() {}

    /** Bytes held of a frame that is not complete. */
    int incompleteBytes();

    /** The length field of that frame; -1 if not even that is there. */
    long expectedFrameLength();
}
