package io.github.camelwallaroo.routes.support.once;

import java.io.IOException;

/** A file is not as it was left, so it is not touched. The message says how, and what to do. */
public class FileChangedException extends IOException {

    private static final long serialVersionUID = 1L;

    FileChangedException(String message) {
        super(message);
    }
}
