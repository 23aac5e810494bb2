package io.github.camelwallaroo.application;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a user's application says about itself: its name and its connectors. Immutable.
 *
 * @param name       the application's name
 * @param source     where this description stands, for messages: a file, {@code classpath:...}, a class
 * @param kind       what it is described in
 * @param worker     Java class that sets up the pipelines of the embedded worker, if the application has one
 * @param connectors by name, in the order of the description
 */
public record ApplicationDescription(String name, String source, ModuleKind kind, Optional<String> worker,
        Map<String, ConnectorDescription> connectors) {

    public ApplicationDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(worker, "worker");
        connectors = Collections.unmodifiableMap(new LinkedHashMap<>(connectors));
    }

    /**
     * An application made of connectors.
     *
     * @throws IllegalArgumentException if two have one name or one address, or a name cannot stand in an address
     */
    public static ApplicationDescription of(String name, ConnectorConfig<?>... connectors) {
        ConnectorTable table = new ConnectorTable(name);
        for (ConnectorConfig<?> connector : connectors) {
            table.add(connector.description());
        }
        return new ApplicationDescription(name, "application '" + name + "'", Optional.empty(), table.connectors());
    }

    /** A description made in Java. */
    public ApplicationDescription(String name, String source, Optional<String> worker,
            Map<String, ConnectorDescription> connectors) {
        this(name, source, ModuleKind.JAVA, worker, connectors);
    }

    /** The same, found elsewhere. @param workerClass the Java class that sets up the embedded worker's pipelines; null for none */
    ApplicationDescription foundIn(String place, String workerClass) {
        return new ApplicationDescription(name, place, kind, Optional.ofNullable(workerClass), connectors);
    }

    /** The same with other connectors. */
    public ApplicationDescription withConnectors(Map<String, ConnectorDescription> others) {
        return new ApplicationDescription(name, source, kind, worker, others);
    }

    /**
     * The connector of this name.
     *
     * @throws ApplicationException if there is none, naming those there are, or if it goes the other way
     */
    public ConnectorDescription connector(String connectorName, Direction direction) {
        ConnectorDescription connector = connectors.get(connectorName);
        if (connector == null) {
            throw new ApplicationException(
                    source + ": application '" + name + "' has no connector '" + connectorName + "'; "
                            + Suggestion.nearest(connectorName, names(direction)) + "expected one of its "
                            + direction.text() + "s: " + list(direction));
        }
        if (connector.direction() != direction) {
            String use = direction == Direction.SOURCE
                    ? "nothing can be sent to it; receive from it, or name one of the sources: "
                    : "nothing can be received from it; send to it, or name one of the sinks: ";
            throw new ApplicationException(
                    source + ": connector '" + connectorName + "' of application '" + name + "' is a "
                            + connector.direction().text() + ": " + use + list(direction));
        }
        return connector;
    }

    private List<String> names(Direction direction) {
        return connectors.values()
                .stream()
                .filter(connector -> connector.direction() == direction)
                .map(ConnectorDescription::name)
                .toList();
    }

    private String list(Direction direction) {
        List<String> names = names(direction);
        return names.isEmpty() ? "(there are none)" : String.join(", ", names);
    }
}
