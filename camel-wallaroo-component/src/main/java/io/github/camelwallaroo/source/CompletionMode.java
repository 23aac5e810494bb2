package io.github.camelwallaroo.source;

/** When the completion of an accepted message runs. */
public enum CompletionMode {

    /** A checkpoint of the worker covers the message: it is safe. Needs a worker with resilience. */
    ACKNOWLEDGED,

    /** Every byte of the message was handed to the operating system, on a connection that was up. */
    WRITTEN,

    /**
     * The connector holds the message, in the order of its stream, and what becomes of it is told to the stream's
     * {@link PositionListener} alone. For sources that go by positions: whoever brings messages never waits for a worker,
     * unless the buffer is full. Without streams, in generations 0.5 and 0.6, the same as {@link #WRITTEN}.
     */
    ACCEPTED
}
