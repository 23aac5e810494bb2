package io.github.camelwallaroo.sink;

import java.io.IOException;

/** A worker's stream cannot be served at present. The message says why, and what to do. */
class StreamRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    StreamRefusedException(String message) {
        super(message);
    }
}
