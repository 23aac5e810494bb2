package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.nio.file.Path;

/** Another process, or another connector of this one, uses the directory of transaction logs. */
public class LogInUseException extends IOException {

    private static final long serialVersionUID = 1L;

    LogInUseException(Path directory) {
        super("transaction logs in " + directory
                + " are in use by another sink; stop that, or give this one a directory"
                + " of its own with transactionLog=...");
    }
}
