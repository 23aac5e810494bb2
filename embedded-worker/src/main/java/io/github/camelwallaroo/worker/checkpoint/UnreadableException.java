package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/** What stands in a checkpoint is of no use to this application: what, and what to do. Its message may be logged. */
public final class UnreadableException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnreadableException(String message) {
        this(message, null);
    }

    public UnreadableException(String message, Throwable cause) {
        super(message, cause);
    }
}
