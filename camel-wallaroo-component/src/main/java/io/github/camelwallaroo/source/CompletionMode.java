package io.github.camelwallaroo.source;

/** When the completion of an accepted message runs. */
public enum CompletionMode {

    /** A checkpoint of the worker covers the message: it is safe. Needs a worker with resilience. */
    ACKNOWLEDGED,

    /** Every byte of the message was handed to the operating system, on a connection that was up. */
    WRITTEN
}
