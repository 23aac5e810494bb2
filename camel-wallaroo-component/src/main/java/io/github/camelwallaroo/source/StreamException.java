package io.github.camelwallaroo.source;

import java.io.IOException;

/** One stream does not take a message, or gives it back; other streams go on. */
public class StreamException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    /** @param retryable whether the same message may be taken later, without a person's doing */
    public StreamException(String message, boolean retryable) {
        super(message);
        this.retryable = retryable;
    }

    /** @return whether the same message may be taken later, without a person's doing */
    public boolean retryable() {
        return retryable;
    }
}
