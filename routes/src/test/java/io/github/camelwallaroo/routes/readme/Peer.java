package io.github.camelwallaroo.routes.readme;

import java.nio.file.Path;
import java.util.Map;

/** The other side of a connector: the system that it reads or writes. */
interface Peer {

    /**
     * Gets ready what the connector expects to find.
     *
     * @param folder where the connector runs
     * @return what takes the place of words in the README's line
     */
    Map<String, String> prepare(Path folder) throws Exception;

    /** What the connector finds in its environment. */
    default Map<String, String> environment() {
        return Map.of();
    }

    /** A source's: hands a reading to the system. May be called again while the connector is not there yet. */
    default void give(float celsius) throws Exception {
        throw new UnsupportedOperationException();
    }

    /** A sink's: what arrived in the system, or null while there is nothing. */
    default String taken() throws Exception {
        throw new UnsupportedOperationException();
    }

    default void close() throws Exception {}
}
