package io.github.camelwallaroo.worker;

/**
 * A stateless step of a pipeline that makes any number of messages from one. Called by many threads at once.
 *
 * @param <T> what comes in
 * @param <R> what goes out
 */
@FunctionalInterface
public interface MultiComputation<T, R> {

    /**
     * @param message never null; leave it unchanged
     * @return what goes on, in this order; null or empty if nothing does, and null elements are passed over. The outputs of
     *         one message are held in memory together
     * @throws Exception as {@link Computation#compute}; it may also come from the iterator, and then ends what it gives
     */
    Iterable<? extends R> compute(T message) throws Exception;
}
