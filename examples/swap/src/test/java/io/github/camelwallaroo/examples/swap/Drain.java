package io.github.camelwallaroo.examples.swap;

import java.util.List;
import java.util.Map;

/** A system that results go to, as somebody else's program looks into it. */
interface Drain extends AutoCloseable {

    /** What the line in {@code sinks.txt} finds in its environment. */
    Map<String, String> environment();

    /** All results that are there by now. */
    List<String> taken() throws Exception;

    @Override
    default void close() throws Exception {}
}
