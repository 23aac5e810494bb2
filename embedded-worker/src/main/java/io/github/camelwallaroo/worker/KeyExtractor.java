package io.github.camelwallaroo.worker;

/**
 * Says which key a message belongs to. Called by many threads at once.
 *
 * @param <T> the messages
 */
@FunctionalInterface
public interface KeyExtractor<T> {

    /**
     * @return the key, never null: immutable, with {@code equals} and {@code hashCode} by value (strings, numbers, records;
     *         arrays are refused)
     * @throws Exception as {@link Computation#compute}
     */
    Object keyOf(T message) throws Exception;
}
