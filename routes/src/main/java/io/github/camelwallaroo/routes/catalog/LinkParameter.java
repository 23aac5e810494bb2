package io.github.camelwallaroo.routes.catalog;

import static io.github.camelwallaroo.routes.catalog.Direction.SINK;
import static io.github.camelwallaroo.routes.catalog.Direction.SOURCE;
import static io.github.camelwallaroo.routes.catalog.ParameterType.BOOLEAN;
import static io.github.camelwallaroo.routes.catalog.ParameterType.HOST;
import static io.github.camelwallaroo.routes.catalog.ParameterType.PORT;
import static io.github.camelwallaroo.routes.catalog.ParameterType.TEXT;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import io.github.camelwallaroo.routes.catalog.Parameter.Range;

/**
 * The parameters that every connector has: they describe its link with the Wallaroo worker, not the external system.
 * Templates declare them like any other; what the template language has no fields for stands here, once, instead of in
 * every sidecar.
 */
public enum LinkParameter {

    CONNECTOR("connector", "--connector", TEXT, List.of(), SOURCE, SINK),
    APPLICATION("application", "--application-module", TEXT, List.of(), SOURCE, SINK),
    WALLAROO_HOST("wallarooHost", "--wallaroo-host", HOST, List.of(), SOURCE),
    WALLAROO_PORT("wallarooPort", "--wallaroo-port", PORT, List.of(), SOURCE),
    LISTEN_HOST("listenHost", "--listen-host", HOST, List.of(), SINK),
    LISTEN_PORT("listenPort", "--listen-port", PORT, List.of(), SINK),
    PROTOCOL("protocol", "--protocol", TEXT, List.of("0.5", "0.6", "1"), SOURCE, SINK),
    FORMAT("format", "--format", TEXT, List.of(), SOURCE, SINK),
    RESILIENCE("resilience", "--resilience", BOOLEAN, List.of(), SOURCE),
    COMPLETION("completion", "--completion", TEXT, List.of("acknowledged", "written", "accepted"), SOURCE),
    COOKIE("cookie", "--cookie", TEXT, List.of(), SOURCE),
    WORKERS("workers", "--workers", TEXT, List.of(), SOURCE),
    INSTANCE_NAME("instanceName", "--instance-name", TEXT, List.of(), SOURCE);

    private final String parameter;
    private final String flag;
    private final ParameterType type;
    private final List<String> values;
    private final Set<Direction> directions;

    LinkParameter(String parameter, String flag, ParameterType type, List<String> values, Direction... directions) {
        this.parameter = parameter;
        this.flag = flag;
        this.type = type;
        this.values = values;
        this.directions = Set.of(directions);
    }

    /** Its name in the templates. */
    public String parameter() {
        return parameter;
    }

    /** The launcher's flag for it. */
    public String flag() {
        return flag;
    }

    /** Whether connectors of that direction have it. */
    public boolean appliesTo(Direction direction) {
        return directions.contains(direction);
    }

    /** Whether its value must not be shown or logged. */
    public boolean isSecret() {
        return this == COOKIE;
    }

    static Optional<LinkParameter> named(String parameter) {
        return Arrays.stream(values()).filter(link -> link.parameter.equals(parameter)).findFirst();
    }

    Parameter describe(String description, String defaultValue, boolean required) {
        return new Parameter(parameter, description, defaultValue, required, type, null,
                type == PORT ? Range.PORTS : Range.ANY, values, isSecret());
    }
}
