package io.github.camelwallaroo.source;

import java.io.IOException;

/** One message needs a larger frame than allowed; it is refused, the others go on. Sending it again is of no use. */
public class MessageTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    public MessageTooLargeException(String message) {
        super(message);
    }

    /** @return false: the same message will fail again */
    public boolean retryable() {
        return false;
    }
}
