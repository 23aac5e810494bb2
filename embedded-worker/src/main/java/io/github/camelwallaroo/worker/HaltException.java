package io.github.camelwallaroo.worker;

/** Ends the reading of a source connection because the worker stops over a failure; it unwinds the pipeline's steps. */
final class HaltException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    HaltException(String reason) {
        super(reason, null, false, false);
    }
}
