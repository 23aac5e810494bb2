package io.github.camelwallaroo.worker;

/**
 * A step of a pipeline with a state for every key. Messages of one key come one at a time, whatever connections they came
 * by; messages of different keys may come at the same time.
 *
 * @param <S> the state, a mutable object that belongs to the worker: nothing else may keep or change it
 * @param <T> what comes in
 * @param <R> what goes out
 */
@FunctionalInterface
public interface StateComputation<S, T, R> {

    /**
     * Runs under the lock of the key's partition, so it must not wait for another message.
     *
     * @param message never null; leave it unchanged
     * @param state   the key's, fresh from the supplier for a key that has none yet
     * @return what goes on to the next step, or null if nothing does; not the state itself, which goes on changing
     * @throws Exception as {@link Computation#compute}; what was already changed in the state stays changed
     */
    R compute(T message, S state) throws Exception;
}
