package io.github.camelwallaroo.examples.swap;

import java.util.Map;

/** A system that readings come from, as somebody else's program fills it. */
interface Feed extends AutoCloseable {

    /** What the line in {@code sources.txt} finds in its environment. */
    Map<String, String> environment();

    /** What the connector says when readings may come. Most systems keep them until then. */
    default String ready() {
        return "connected to";
    }

    /** Hands a reading in degrees Celsius to the system. */
    void give(float celsius) throws Exception;

    @Override
    default void close() throws Exception {}
}
