package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.camelwallaroo.application.SinkConnectorConfig;

/**
 * A place in an application where messages of one type come by, and what is to become of them. Every method adds a step
 * that follows this place, so calling several on the same object sends each message several ways, in the order of the calls.
 *
 * <p>
 * The messages of one source connection pass every step in the order in which they came. Different connections run at the
 * same time, each in a thread of its own.
 *
 * @param <T> the messages
 */
public final class Pipeline<T> {

    private final ApplicationBuilder application;
    private final Node node;

    Pipeline(ApplicationBuilder application, Node node) {
        this.application = application;
        this.node = node;
    }

    /** Adds a stateless computation; what it answers with null goes no further. */
    public <R> Pipeline<R> to(String name, Computation<? super T, ? extends R> computation) {
        Computation<Object, Object> erased = Erasure.computation(computation);
        return append(Node.step(name, (assembly, next) -> new ComputationStep(name, erased, next)));
    }

    /** Adds a stateless computation with any number of outputs. */
    public <R> Pipeline<R> toMany(String name, MultiComputation<? super T, ? extends R> computation) {
        MultiComputation<Object, Object> erased = Erasure.multiComputation(computation);
        return append(Node.step(name, (assembly, next) -> new MultiComputationStep(name, erased, next)));
    }

    /**
     * Gives each message a key. It chooses the state of the state computations that follow, and goes with the outputs to
     * sinks whose format has a place for it, as text. A later {@code keyBy} replaces it.
     */
    public Pipeline<T> keyBy(KeyExtractor<? super T> key) {
        KeyExtractor<Object> erased = Erasure.key(key);
        return append(Node.step("keyBy", (assembly, next) -> new KeyStep(erased, next)));
    }

    /** Adds a state computation whose states are never forgotten. */
    public <S, R> Pipeline<R> toState(String name, Supplier<? extends S> initial,
            StateComputation<? super S, ? super T, ? extends R> computation) {
        return toState(name, KeyedState.<S>from(initial), computation);
    }

    /**
     * Adds a state computation: a state for each key of the last {@link #keyBy}, or one for all messages if there is none.
     * One key's messages are computed one at a time, and their outputs reach each sink in that order, whatever connections
     * they came by.
     */
    public <S, R> Pipeline<R> toState(String name, KeyedState<S> state,
            StateComputation<? super S, ? super T, ? extends R> computation) {
        StateComputation<Object, Object, Object> erased = Erasure.stateComputation(computation);
        return append(Node.stateful(name,
                (assembly, next) -> new StateStep(name, assembly.states(name, state), erased, next)));
    }

    /** Adds a state computation with any number of outputs. */
    public <S, R> Pipeline<R> toStateMany(String name, Supplier<? extends S> initial,
            MultiStateComputation<? super S, ? super T, ? extends R> computation) {
        return toStateMany(name, KeyedState.<S>from(initial), computation);
    }

    /** As {@link #toState(String, KeyedState, StateComputation)}, with any number of outputs. */
    public <S, R> Pipeline<R> toStateMany(String name, KeyedState<S> state,
            MultiStateComputation<? super S, ? super T, ? extends R> computation) {
        MultiStateComputation<Object, Object, Object> erased = Erasure.multiStateComputation(computation);
        return append(Node.stateful(name,
                (assembly, next) -> new MultiStateStep(name, assembly.states(name, state), erased, next)));
    }

    /**
     * Joins another pipeline of the same application: what follows sees the messages of both. Those of one connection keep
     * their order, between connections there is none.
     */
    public Pipeline<T> merge(Pipeline<? extends T> other) {
        if (other.application != application) {
            throw new IllegalArgumentException("'" + other.node.name() + "' belongs to another application than '"
                    + node.name() + "'; expected two pipelines of one ApplicationBuilder");
        }
        if (other.node == node) {
            throw new IllegalArgumentException("pipeline '" + node.name()
                    + "' would be merged with itself and double its messages; expected another pipeline");
        }
        Node merged = Node.through("merge");
        Pipeline<T> both = append(merged);
        other.node.leadsTo(merged);
        return both;
    }

    /** Ends this way at a sink connector. The same sink may end several ways. */
    public ApplicationBuilder toSink(SinkConnectorConfig sink) {
        return toSinks(sink);
    }

    /** Ends this way at a sink in memory, for tests. The same sink may end several ways. */
    public ApplicationBuilder toSink(TransactionalMemorySink<? super T> sink) {
        application.addSink(sink);
        append(Node.sink(sink.name(), (assembly, next) -> assembly.staging(sink).step()));
        return application;
    }

    /** Ends this way at several sink connectors; each gets every message. */
    public ApplicationBuilder toSinks(SinkConnectorConfig... sinks) {
        if (sinks.length == 0) {
            throw new IllegalArgumentException(
                    "pipeline '" + node.name() + "' is to end at no sink; expected one or more");
        }
        for (SinkConnectorConfig sink : List.of(sinks)) {
            application.addSink(sink);
            append(Node.sink(sink.name(), (assembly, next) -> new SinkStep(assembly.sink(sink))));
        }
        return application;
    }

    private <R> Pipeline<R> append(Node following) {
        Objects.requireNonNull(following.name(), "name");
        application.add(following);
        node.leadsTo(following);
        return new Pipeline<>(application, following);
    }
}
