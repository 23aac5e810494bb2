package io.github.camelwallaroo.sink;

/**
 * Hears once that a message was processed. May be called by any thread, before or after the handler has returned, and in any
 * order among messages: only what is complete without a gap counts as delivered. Never blocks.
 */
@FunctionalInterface
public interface SinkCompletion {

    /** @param failure null if the message was processed; else why not, and {@link OnFailure} says what happens */
    void done(Exception failure);
}
