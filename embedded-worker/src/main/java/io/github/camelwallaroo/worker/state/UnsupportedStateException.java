package io.github.camelwallaroo.worker.state;

/** A state is of a kind that cannot be written, or not read. Its message names classes only, never values. */
final class UnsupportedStateException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    UnsupportedStateException(String message) {
        super(message);
    }
}
