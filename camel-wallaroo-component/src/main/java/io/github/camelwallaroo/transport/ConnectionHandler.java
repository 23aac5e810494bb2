package io.github.camelwallaroo.transport;

/** Serves one accepted connection, in a thread of that connection's own, from its first byte to its end. */
@FunctionalInterface
public interface ConnectionHandler {

    /** Called by the accepting thread, so in the order in which connections come. Neither blocks nor throws. */
    default void accepted(Connection connection) {}

    /** The connection is closed when this returns or throws. */
    void serve(Connection connection) throws Exception;
}
