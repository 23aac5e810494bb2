package io.github.camelwallaroo.sink;

/**
 * Takes messages of one worker, in order, one call at a time: in generations 0.5 and 0.6 and without resilience called by the
 * thread that reads the worker's connection, which reads nothing until the call returns; with resilience by a thread that
 * delivers what is committed. A call that does not return holds this worker's messages and no other's.
 */
public interface SinkHandler {

    /**
     * A message that was decoded.
     *
     * @param done called once, by any thread, when the message was processed
     */
    void message(ReceivedMessage message, SinkCompletion done) throws InterruptedException;

    /**
     * A payload that the decoder refused.
     *
     * @param raw   its body is the payload as it came, {@code byte[]}
     * @param cause why
     * @param done  as for a message: a failure says that the payload was not taken care of
     */
    void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) throws InterruptedException;

    /** The connection, or the delivery, has ended; nothing comes after this. May wait for what is still being processed. */
    default void disconnected() {}
}
