package io.github.camelwallaroo.worker.checkpoint;

/** Something cannot be written to checkpoints: what, and what to do. Its message may be logged. */
public final class UnsavableException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnsavableException(String message, Throwable cause) {
        super(message, cause);
    }
}
