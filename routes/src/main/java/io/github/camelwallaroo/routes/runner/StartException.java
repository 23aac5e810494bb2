package io.github.camelwallaroo.routes.runner;

/** Routes could not be started as they were described. The message says why, in words for the one who described them. */
public final class StartException extends RuntimeException {

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
