package io.github.camelwallaroo.source;

import java.io.IOException;

/**
 * A message was given back before the worker acknowledged it: the worker may have processed it, or not. Sending it again
 * loses nothing and may double it.
 */
public class NotAcknowledgedException extends IOException {

    private static final long serialVersionUID = 1L;

    public NotAcknowledgedException(String message) {
        super(message);
    }

    /** @param why what happened, as the first half of a sentence */
    static NotAcknowledgedException because(String why) {
        return new NotAcknowledgedException(
                why + ", and the message was not acknowledged: it is not known whether the worker processed it");
    }

    /** @return true: the same message may succeed later */
    public boolean retryable() {
        return true;
    }
}
