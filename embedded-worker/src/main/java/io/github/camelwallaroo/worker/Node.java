package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One step of an application as it is described; each worker makes a {@link Step} of its own from it. */
final class Node {

    private final String name;
    private final Kind kind;
    private final Maker maker;
    private final List<Node> next = new ArrayList<>();

    private enum Kind {
        STATELESS,
        STATEFUL,
        SINK
    }

    /** Makes the step for one worker. */
    @FunctionalInterface
    interface Maker {

        /** @param next what follows; null behind a sink */
        Step make(Assembly assembly, Step next);
    }

    private Node(String name, Kind kind, Maker maker) {
        this.name = name;
        this.kind = kind;
        this.maker = maker;
    }

    static Node through(String name) {
        return new Node(name, Kind.STATELESS, (assembly, next) -> next);
    }

    static Node step(String name, Maker maker) {
        return new Node(name, Kind.STATELESS, maker);
    }

    static Node stateful(String name, Maker maker) {
        return new Node(name, Kind.STATEFUL, maker);
    }

    static Node sink(String name, Maker maker) {
        return new Node(name, Kind.SINK, maker);
    }

    void leadsTo(Node following) {
        next.add(following);
    }

    String name() {
        return name;
    }

    List<Node> next() {
        return next;
    }

    boolean isSink() {
        return kind == Kind.SINK;
    }

    /** Whether messages from here on may pass a state computation. */
    boolean leadsToState() {
        return kind == Kind.STATEFUL || next.stream().anyMatch(Node::leadsToState);
    }

    Step make(Assembly assembly, Step following) {
        return maker.make(assembly, following);
    }

    /** Everything behind this node. */
    String text() {
        return switch (next.size()) {
            case 0 -> "";
            case 1 -> " -> " + next.get(0).name + next.get(0).text();
            default -> " -> (" + next.stream().map(each -> each.name + each.text()).collect(Collectors.joining(" | "))
                    + ")";
        };
    }
}
