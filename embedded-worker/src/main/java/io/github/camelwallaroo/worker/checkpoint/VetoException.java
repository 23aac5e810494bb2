package io.github.camelwallaroo.worker.checkpoint;

/** A checkpoint must not count: who said so, and why. Its message may be logged. */
public final class VetoException extends Exception {

    private static final long serialVersionUID = 1L;

    public VetoException(String message) {
        super(message);
    }
}
