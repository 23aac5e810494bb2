package io.github.camelwallaroo.transport;

import java.io.IOException;

/**
 * A message was given back without having been sent: it is nowhere but with its sender, who may send it again without
 * doubling it.
 */
public class NotSentException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotSentException(String message) {
        super(message);
    }

    public NotSentException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @return true: the same message may succeed later */
    public boolean retryable() {
        return true;
    }
}
