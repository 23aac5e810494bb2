package io.github.camelwallaroo.worker;

import java.util.Objects;

/**
 * Computations as the running worker sees them, which knows no types: {@link Pipeline}'s methods have checked that each
 * step takes what the one before it gives, and the source's type is checked message by message.
 */
@SuppressWarnings("unchecked")
final class Erasure {

    private Erasure() {}

    static Computation<Object, Object> computation(Computation<?, ?> computation) {
        return (Computation<Object, Object>) Objects.requireNonNull(computation, "computation");
    }

    static MultiComputation<Object, Object> multiComputation(MultiComputation<?, ?> computation) {
        return (MultiComputation<Object, Object>) Objects.requireNonNull(computation, "computation");
    }

    static StateComputation<Object, Object, Object> stateComputation(StateComputation<?, ?, ?> computation) {
        return (StateComputation<Object, Object, Object>) Objects.requireNonNull(computation, "computation");
    }

    static MultiStateComputation<Object, Object, Object> multiStateComputation(
            MultiStateComputation<?, ?, ?> computation) {
        return (MultiStateComputation<Object, Object, Object>) Objects.requireNonNull(computation, "computation");
    }

    static KeyExtractor<Object> key(KeyExtractor<?> key) {
        return (KeyExtractor<Object>) Objects.requireNonNull(key, "key");
    }

    static KeyedState<Object> state(KeyedState<?> state) {
        return (KeyedState<Object>) Objects.requireNonNull(state, "state");
    }

    static TransactionalMemorySink<Object> memorySink(TransactionalMemorySink<?> sink) {
        return (TransactionalMemorySink<Object>) sink;
    }
}
