package io.github.camelwallaroo.convert;

/**
 * A body that cannot become a payload, or a payload that cannot become a body. It concerns one message; trying again gives
 * the same. The message says what was given by kind and size, never by content, and what is expected.
 */
public class ConversionException extends Exception {

    private static final long serialVersionUID = 1L;

    public ConversionException(String message) {
        super(message);
    }

    public ConversionException(String message, Throwable cause) {
        super(message, cause);
    }
}
