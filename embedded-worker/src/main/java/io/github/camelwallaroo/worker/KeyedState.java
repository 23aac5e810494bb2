package io.github.camelwallaroo.worker;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.camelwallaroo.worker.state.StateFormat;

/**
 * How a state computation's states begin and end. Immutable.
 *
 * <p>
 * States live in the worker's memory. With {@linkplain WorkerOptions#withResilience resilience} checkpoints keep them too,
 * as bytes; without it they are gone when the worker stops.
 *
 * @param <S>      the state of one key
 * @param initial  makes the state of a key that has none; never null. Called by many threads at once
 * @param maxKeys  keys with a state at one time; a message of a further key fails, alone. It bounds the memory that
 *                 somebody who sends ever new keys can take
 * @param finished asked after every computation; a state for which it holds is forgotten, and its key begins anew
 * @param format   how checkpoints write states; null = {@linkplain StateFormat#json JSON} of the class that
 *                 {@code initial} makes
 * @param keys     how checkpoints write keys; null = keys are Strings, numbers, or of other simple types
 */
public record KeyedState<S>(Supplier<? extends S> initial, int maxKeys, Predicate<? super S> finished,
        StateFormat<S> format, StateFormat<?> keys) {

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
        return new KeyedState<>(initial, DEFAULT_MAX_KEYS, state -> false, null, null);
    }

    public KeyedState<S> maxKeys(int most) {
        return new KeyedState<>(initial, most, finished, format, keys);
    }

    public KeyedState<S> forgetWhen(Predicate<? super S> condition) {
        return new KeyedState<>(initial, maxKeys, condition, format, keys);
    }

    /** How checkpoints write states, in place of JSON. */
    public KeyedState<S> format(StateFormat<S> states) {
        return new KeyedState<>(initial, maxKeys, finished, states, keys);
    }

    /** How checkpoints write keys that are of no simple type, such as {@code StateFormat.json(UserAndDevice.class)}. */
    public KeyedState<S> keys(StateFormat<?> ofKeys) {
        return new KeyedState<>(initial, maxKeys, finished, format, ofKeys);
    }
}
