package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.worker.checkpoint.CheckpointParticipant;
import io.github.camelwallaroo.worker.state.StateCodec;

/** Makes one worker's steps from an application's nodes; what several ways lead to is made once. */
final class Assembly {

    private final Map<Node, Step> steps = new IdentityHashMap<>();
    private final List<StateTable> states = new ArrayList<>();
    private final List<CheckpointParticipant> participants = new ArrayList<>();
    private final Map<TransactionalMemorySink<?>, MemoryStaging> stagings = new IdentityHashMap<>();
    private final WorkerSinks sinks;
    private final boolean resilient;

    /** @param resilient whether checkpoints are taken */
    Assembly(WorkerSinks sinks, boolean resilient) {
        this.sinks = sinks;
        this.resilient = resilient;
    }

    Step step(Node node) {
        Step known = steps.get(node);
        if (known != null) {
            return known;
        }
        Step made = node.make(this, following(node.next()));
        steps.put(node, made);
        return made;
    }

    private Step following(List<Node> next) {
        if (next.isEmpty()) {
            return null;
        }
        if (next.size() == 1) {
            return step(next.get(0));
        }
        Step[] ways = next.stream().map(this::step).toArray(Step[]::new);
        return (message, delivery) -> {
            Object key = delivery.key();
            for (Step way : ways) {
                delivery.key(key);
                way.accept(message, delivery);
            }
        };
    }

    OutputEncoder sink(SinkConnectorConfig config) {
        return sinks.encoder(config.name());
    }

    /**
     * @throws IllegalArgumentException if checkpoints could not keep these states
     */
    StateTable states(String name, KeyedState<?> state) {
        KeyedState<Object> description = Erasure.state(state);
        if (!resilient) {
            return add(new StateTable(name, description, null));
        }
        if (states.stream().anyMatch(table -> table.name().equals(name))) {
            throw new IllegalArgumentException("two state computations are called '" + name
                    + "'; expected different names with resilience, since checkpoints keep states by them");
        }
        StateCodec codec = StateCodec.of(name, state.initial(), state.format(), state.keys());
        StateTable table = new StateTable(name, description, codec);
        participants.add(new StateParticipant(table, codec));
        return add(table);
    }

    private StateTable add(StateTable table) {
        states.add(table);
        return table;
    }

    /** Where a sink holds back what this worker puts out. */
    MemoryStaging staging(TransactionalMemorySink<?> sink) {
        return stagings.computeIfAbsent(sink, any -> any.attach(resilient));
    }

    /** Everything whose contents belong into checkpoints, but for streams. */
    List<CheckpointParticipant> participants() {
        List<CheckpointParticipant> all = new ArrayList<>(participants);
        all.addAll(stagings.values());
        return all;
    }

    /** Lets other workers use the sinks in memory. */
    void release() {
        stagings.values().forEach(MemoryStaging::detach);
    }

    List<StateTable> states() {
        return states;
    }
}
