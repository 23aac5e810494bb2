package io.github.camelwallaroo.python;

/** A module that cannot be used. The message is one line that says what to do; trying again gives the same. */
public class PythonException extends Exception {

    private static final long serialVersionUID = 1L;

    public PythonException(String message) {
        super(message);
    }

    public PythonException(String message, Throwable cause) {
        super(message, cause);
    }
}
