package io.github.camelwallaroo.python;

import java.util.Optional;

/** A cause from the other side: its message is Python's traceback, in lines. It has no stack of its own. */
public final class PythonTraceback extends Exception {

    private static final long serialVersionUID = 1L;

    PythonTraceback(String traceback) {
        super(traceback, null, false, false);
    }

    /** The traceback behind a failure, if it comes from Python. */
    public static Optional<String> of(Throwable failure) {
        Throwable each = failure;
        for (int depth = 0; each != null && depth < 20; depth++) {
            if (each instanceof PythonTraceback) {
                return Optional.of(each.getMessage());
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    /** @return null for an empty text */
    static PythonTraceback orNull(String traceback) {
        return traceback.isEmpty() ? null : new PythonTraceback(traceback);
    }
}
