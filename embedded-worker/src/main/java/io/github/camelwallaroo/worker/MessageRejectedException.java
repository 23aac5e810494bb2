package io.github.camelwallaroo.worker;

/** The worker itself refuses a message. The text names sizes, types and limits, never content, so it may be logged. */
final class MessageRejectedException extends Exception {

    private static final long serialVersionUID = 1L;

    MessageRejectedException(String message) {
        super(message);
    }
}
