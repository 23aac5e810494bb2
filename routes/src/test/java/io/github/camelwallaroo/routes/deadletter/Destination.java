package io.github.camelwallaroo.routes.deadletter;

import java.util.HashMap;
import java.util.Map;

/**
 * A system that a sink writes to, and a message that it takes under no circumstances.
 *
 * @param parameters what the connector is to be told, but for its link with the worker
 * @param message    what the worker puts out
 * @param body       the same in the format of the connector, as the dead letter is to have it
 * @param cause      what the dead letter is to say of it, among other things
 * @param after      what is to be done afterwards
 */
record Destination(Map<String, Object> parameters, String message, Object body, String cause, AutoCloseable after)
        implements
            AutoCloseable {

    /** One that gets text. */
    static Destination of(Map<String, Object> parameters, String message, String cause, AutoCloseable after) {
        return new Destination(with(parameters, Map.of("format", "text")), message, message, cause, after);
    }

    static Map<String, Object> with(Map<String, Object> parameters, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.putAll(more);
        return all;
    }

    @Override
    public void close() throws Exception {
        after.close();
    }
}
