package io.github.camelwallaroo.sink;

/**
 * Takes what comes by one connection: called by its reading thread, in order, and the connection is not read until the call
 * returns.
 */
public interface SinkHandler {

    /** A message that was decoded. */
    void message(ReceivedMessage message) throws InterruptedException;

    /**
     * A payload that the decoder refused; the connection goes on behind it.
     *
     * @param worker the address of the connection it came by
     */
    void undecodable(byte[] payload, String worker, Exception cause) throws InterruptedException;

    /** The connection has ended; nothing comes after this. May wait for what is still being processed. */
    default void disconnected() {}
}
