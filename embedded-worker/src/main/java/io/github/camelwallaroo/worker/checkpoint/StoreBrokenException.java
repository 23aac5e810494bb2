package io.github.camelwallaroo.worker.checkpoint;

import java.io.IOException;

/** The disk did not say whether it has what it was given: nothing may be built on it before it is read anew. */
public final class StoreBrokenException extends IOException {

    private static final long serialVersionUID = 1L;

    StoreBrokenException(String message, IOException cause) {
        super(message, cause);
    }
}
