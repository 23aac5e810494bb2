package io.github.camelwallaroo.worker;

/**
 * A stateless step of a pipeline: one message in, at most one out. Called by many threads at once, one per source
 * connection.
 *
 * @param <T> what comes in
 * @param <R> what goes out
 */
@FunctionalInterface
public interface Computation<T, R> {

    /**
     * @param message never null; it may be on its way through other steps as well, so leave it unchanged
     * @return what goes on to the next step, or null if nothing does: that is how messages are filtered
     * @throws Exception if the message cannot be processed: it is counted, logged and dropped, or stops the worker, as
     *                   {@link FailurePolicy} says
     */
    R compute(T message) throws Exception;
}
