package io.github.camelwallaroo.worker;

/**
 * A {@link StateComputation} that makes any number of messages from one.
 *
 * @param <S> the state
 * @param <T> what comes in
 * @param <R> what goes out
 */
@FunctionalInterface
public interface MultiStateComputation<S, T, R> {

    /**
     * @return what goes on, in this order; null or empty if nothing does, and null elements are passed over. It is gone
     *         through before the next message of this key comes
     * @throws Exception as {@link StateComputation#compute}
     */
    Iterable<? extends R> compute(T message, S state) throws Exception;
}
