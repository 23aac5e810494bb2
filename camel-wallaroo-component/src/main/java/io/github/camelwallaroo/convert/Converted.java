package io.github.camelwallaroo.convert;

/**
 * What became of one of several conversions: a value, which may be null, or a failure.
 *
 * @param failure null if there is a value
 */
public record Converted<T>(T value, Exception failure) {

    public static <T> Converted<T> of(T value) {
        return new Converted<>(value, null);
    }

    public static <T> Converted<T> failed(Exception failure) {
        return new Converted<>(null, failure);
    }

    /** The value. @throws Exception the failure, if that is what came of it */
    public T get() throws Exception {
        if (failure != null) {
            throw failure;
        }
        return value;
    }

    /** Kinds and sizes only: values are the user's data and stay out of logs. */
    @Override
    public String toString() {
        return failure == null ? "Converted[" + Body.describe(value) + "]" : "Converted[" + failure + "]";
    }
}
