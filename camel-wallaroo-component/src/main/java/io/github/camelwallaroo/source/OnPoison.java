package io.github.camelwallaroo.source;

/** What is done about a message that kills the worker at every replay (rule S9). */
public enum OnPoison {

    /** Its stream is stopped: health is down and says which messages were in flight; a person decides. */
    STOP,

    /**
     * The message is looked for by sending fewer at a time; one that was alone in flight when the worker died, as often as
     * {@code poisonRetries} says, fails as not retryable, and its stream goes on behind it.
     */
    DEAD_LETTER
}
