package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;

/** Builds an {@link Application}, pipeline by pipeline. Not thread-safe. */
public final class ApplicationBuilder {

    private final String name;
    private final List<Application.Entry> entries = new ArrayList<>();
    private final Map<String, SinkConnectorConfig> sinks = new LinkedHashMap<>();
    private final Map<String, TransactionalMemorySink<?>> memorySinks = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    private boolean built;

    ApplicationBuilder(String name) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("the application has no name; expected one that log lines go by");
        }
        this.name = name;
    }

    /**
     * Begins a pipeline with a source connector.
     *
     * @param pipeline what it does, for log lines and diagrams
     * @param source   each source begins one pipeline; to do several things with its messages, call several methods on the
     *                 {@link Pipeline} that this gives
     * @param type     what the source's decoder makes; a message of another type fails as if it could not be decoded
     */
    public <T> Pipeline<T> source(String pipeline, SourceConnectorConfig source, Class<T> type) {
        Objects.requireNonNull(pipeline, "pipeline");
        Objects.requireNonNull(type, "type");
        entries.stream().filter(entry -> entry.source().name().equals(source.name())).findFirst().ifPresent(entry -> {
            throw new IllegalArgumentException("source connector '" + source.name() + "' begins pipeline '"
                    + entry.pipeline() + "' already, so not '" + pipeline
                    + "' as well; expected another connector, or several steps after the one source(...)");
        });
        refuseSecondUse(source.name(), sinks.containsKey(source.name()) || memorySinks.containsKey(source.name()));
        Node first = Node.through(pipeline);
        entries.add(new Application.Entry(pipeline, source, type, first));
        add(first);
        return new Pipeline<>(this, first);
    }

    /** Begins a pipeline whose messages are whatever the decoder makes. */
    public Pipeline<Object> source(String pipeline, SourceConnectorConfig source) {
        return source(pipeline, source, Object.class);
    }

    /**
     * The application, complete. Pipelines cannot be changed afterwards.
     *
     * @throws IllegalStateException if there is no pipeline, or one that leads to no sink
     */
    public Application build() {
        refuseIfBuilt();
        if (entries.isEmpty()) {
            throw new IllegalStateException("application '" + name
                    + "' has no pipeline; expected at least one source(...) that leads to a sink");
        }
        nodes.stream().filter(node -> !node.isSink() && node.next().isEmpty()).findFirst().ifPresent(node -> {
            throw new IllegalStateException("a pipeline of application '" + name + "' ends behind '" + node.name()
                    + "', where its messages would be lost; expected toSink(...)");
        });
        built = true;
        return new Application(name, entries, List.copyOf(sinks.values()));
    }

    /** Notes a step; it is reached from those that come before it. */
    void add(Node node) {
        refuseIfBuilt();
        nodes.add(node);
    }

    void addSink(TransactionalMemorySink<?> sink) {
        refuseSecondUse(sink.name(), isSource(sink.name()));
        TransactionalMemorySink<?> known = memorySinks.putIfAbsent(sink.name(), sink);
        if (known != null && known != sink || sinks.containsKey(sink.name())) {
            throw new IllegalArgumentException(
                    "two sinks are called '" + sink.name() + "'; expected one of them, or two names");
        }
    }

    private boolean isSource(String connector) {
        return entries.stream().anyMatch(entry -> entry.source().name().equals(connector));
    }

    void addSink(SinkConnectorConfig sink) {
        refuseSecondUse(sink.name(), isSource(sink.name()));
        if (memorySinks.containsKey(sink.name())) {
            throw new IllegalArgumentException(
                    "two sinks are called '" + sink.name() + "'; expected one of them, or two names");
        }
        SinkConnectorConfig known = sinks.putIfAbsent(sink.name(), sink);
        if (known != null && !known.equals(sink)) {
            throw new IllegalArgumentException("sink connector '" + sink.name() + "' is described twice, as " + known
                    + " and as " + sink + "; expected one description, or two names");
        }
    }

    private void refuseSecondUse(String connector, boolean used) {
        if (used) {
            throw new IllegalArgumentException("connector '" + connector + "' of application '" + name
                    + "' is used as a source and as a sink; expected two names, since ports and metrics go by them");
        }
    }

    private void refuseIfBuilt() {
        if (built) {
            throw new IllegalStateException("application '" + name + "' is built already; begin anew with"
                    + " Application.named(...)");
        }
    }
}
