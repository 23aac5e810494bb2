package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/** A key or its value is longer than checkpoints take. */
final class EntryTooLongException extends IOException {

    private static final long serialVersionUID = 1L;

    EntryTooLongException(String message) {
        super(message);
    }
}
