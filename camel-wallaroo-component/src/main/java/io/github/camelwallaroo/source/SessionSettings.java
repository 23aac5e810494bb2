package io.github.camelwallaroo.source;

import java.util.Objects;

import io.github.camelwallaroo.frame.Hello;

/**
 * What a session and its streams are told once.
 *
 * @param connector  the connector's name, for the log
 * @param hello      with the cookie
 * @param resilience whether the worker makes checkpoints: messages are held until one covers them
 * @param completion when messages complete
 */
record SessionSettings(String connector, Hello hello, boolean resilience, CompletionMode completion) {

    SessionSettings {
        Objects.requireNonNull(connector, "connector");
        Objects.requireNonNull(hello, "hello");
        Objects.requireNonNull(completion, "completion");
        if (!resilience && completion == CompletionMode.ACKNOWLEDGED) {
            throw new IllegalArgumentException(
                    "completion=acknowledged with resilience=false: a worker without resilience"
                            + " acknowledges nothing; expected completion=written, or resilience=true and a worker built with it");
        }
    }

    /** Whether the session must be told which messages were written whole. */
    boolean hearsOfWrites() {
        return completion == CompletionMode.WRITTEN || completion == CompletionMode.ACCEPTED && !resilience;
    }

    /** Whether nobody waits for a message that was accepted. */
    boolean completesWhenAccepted() {
        return completion == CompletionMode.ACCEPTED;
    }
}
