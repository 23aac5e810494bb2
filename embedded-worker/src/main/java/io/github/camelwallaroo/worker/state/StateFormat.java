package io.github.camelwallaroo.worker.state;

import java.util.Objects;

/**
 * How an application's states, or keys that are records of its own, become bytes and back: what a checkpoint keeps of them.
 * Stateless; called by many threads at once.
 *
 * <p>
 * Bytes outlive the code that wrote them: a later release of the application reads what this one wrote, or says so by
 * another {@link #name()}.
 *
 * @param <S> the states
 */
public interface StateFormat<S> {

    /**
     * Goes to disk with the states: a worker that finds states of another name refuses to start, instead of reading rubbish.
     */
    String name();

    /**
     * @param state is not changed meanwhile
     * @throws Exception if it cannot be written; the worker ends then, since it could not go on from a checkpoint without it
     */
    byte[] encode(S state) throws Exception;

    /**
     * @param bytes as {@link #encode} gave them
     * @return a state of its own that behaves as the one that was encoded; never null
     * @throws Exception if these are no such bytes
     */
    S decode(byte[] bytes) throws Exception;

    /**
     * JSON, by fields: records; classes with a constructor without parameters whose fields are simple types, collections,
     * maps, arrays, or such classes; simple types, collections and arrays themselves. Fields may be private; transient ones
     * are left out; Jackson's annotations are obeyed. A field comes back as what it is declared as: declare a
     * {@code TreeMap}, not a {@code Map}, where the order matters.
     *
     * <p>
     * A field that was added since the bytes were written keeps what the constructor gave it; a field that is missing in the
     * class is refused.
     */
    static <S> StateFormat<S> json(Class<S> type) {
        return new JsonFormat<>(Objects.requireNonNull(type, "type"));
    }
}
