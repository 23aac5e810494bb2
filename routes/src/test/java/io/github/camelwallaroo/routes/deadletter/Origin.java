package io.github.camelwallaroo.routes.deadletter;

import java.util.Map;

import io.github.camelwallaroo.routes.support.RunningConnector;

/** A system that a source reads. */
interface Origin extends AutoCloseable {

    /**
     * What a dead letter is to say of where a message came from.
     *
     * @param stream   null if that connector knows none
     * @param position null if that connector knows none
     */
    record Place(String stream, String position) {}

    /** What the connector is to be told, but for its link with the worker. */
    Map<String, Object> parameters();

    /** Whether the connector would get what is given now. */
    default boolean isReady(RunningConnector connector) {
        return connector.serviceHealth().startsWith("UP");
    }

    /** Has a message brought to the connector. */
    Place give(byte[] message) throws Exception;

    @Override
    default void close() throws Exception {}
}
