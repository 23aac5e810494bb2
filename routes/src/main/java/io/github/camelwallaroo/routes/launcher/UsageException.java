package io.github.camelwallaroo.routes.launcher;

/**
 * What the user asked for cannot be done as it was asked. The message is the one line the user reads: what was found,
 * what was expected, what to do. The program ends with exit code 2.
 */
final class UsageException extends RuntimeException {

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
