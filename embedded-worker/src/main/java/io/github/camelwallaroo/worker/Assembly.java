package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Makes one worker's steps from an application's nodes; what several ways lead to is made once. */
final class Assembly {

    private final Map<Node, Step> steps = new IdentityHashMap<>();
    private final List<StateTable> states = new ArrayList<>();
    private final Map<String, SinkOutput> sinks;

    Assembly(Map<String, SinkOutput> sinks) {
        this.sinks = sinks;
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

    SinkOutput sink(SinkConnectorConfig config) {
        return sinks.get(config.name());
    }

    StateTable states(String name, KeyedState<?> state) {
        StateTable table = new StateTable(name, Erasure.state(state));
        states.add(table);
        return table;
    }

    List<StateTable> states() {
        return states;
    }
}
