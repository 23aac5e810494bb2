package io.github.camelwallaroo.worker;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How a state computation's states begin and end. Immutable.
 *
 * <p>
 * States live in the worker's memory and nowhere else: they are gone when it stops.
 *
 * @param <S>      the state of one key
 * @param initial  makes the state of a key that has none; never null. Called by many threads at once
 * @param maxKeys  keys with a state at one time; a message of a further key fails, alone. It bounds the memory that
 *                 somebody who sends ever new keys can take
 * @param finished asked after every computation; a state for which it holds is forgotten, and its key begins anew
 */
public record KeyedState<S>(Supplier<? extends S> initial, int maxKeys, Predicate<? super S> finished) {

    /** Keys where nothing is said. */
    public static final int DEFAULT_MAX_KEYS = 1_000_000;

    public KeyedState {
        Objects.requireNonNull(initial, "initial");
        Objects.requireNonNull(finished, "finished");
        if (maxKeys < 1) {
            throw new IllegalArgumentException("maxKeys is " + maxKeys + "; expected 1 or more");
        }
    }

    /** States that are never forgotten, of at most {@link #DEFAULT_MAX_KEYS} keys. */
    public static <S> KeyedState<S> from(Supplier<? extends S> initial) {
        return new KeyedState<>(initial, DEFAULT_MAX_KEYS, state -> false);
    }

    public KeyedState<S> maxKeys(int keys) {
        return new KeyedState<>(initial, keys, finished);
    }

    public KeyedState<S> forgetWhen(Predicate<? super S> condition) {
        return new KeyedState<>(initial, maxKeys, condition);
    }
}
