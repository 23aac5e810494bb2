package io.github.camelwallaroo.routes.catalog;

import static io.github.camelwallaroo.routes.catalog.Direction.SINK;
import static io.github.camelwallaroo.routes.catalog.Direction.SOURCE;
import static io.github.camelwallaroo.routes.catalog.ParameterType.BOOLEAN;
import static io.github.camelwallaroo.routes.catalog.ParameterType.HOST;
import static io.github.camelwallaroo.routes.catalog.ParameterType.INTEGER;
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
    RESILIENCE("resilience", "--resilience", BOOLEAN, List.of(), SOURCE, SINK),
    COMPLETION("completion", "--completion", TEXT, List.of("acknowledged", "written", "accepted"), SOURCE),
    COOKIE("cookie", "--cookie", TEXT, List.of(), SOURCE, SINK),
    WORKERS("workers", "--workers", TEXT, List.of(), SOURCE),
    INSTANCE_NAME("instanceName", "--instance-name", TEXT, List.of(), SOURCE),
    PAYLOAD("payload", "--payload", TEXT, List.of("octets", "stream"), SINK),
    TRANSACTION_LOG("transactionLog", "--transaction-log", TEXT, List.of(), SINK),
    ON_FAILURE("onFailure", "--on-failure", TEXT, List.of("stop", "continue"), SINK),
    RETRY_DELAY("retryDelay", "--retry-delay", "milliseconds", 0, SINK),
    DELIVERED_FLUSH_MESSAGES("deliveredFlushMessages", "--delivered-flush-messages", "messages", 1, SINK),
    DELIVERED_FLUSH_INTERVAL("deliveredFlushInterval", "--delivered-flush-interval", "milliseconds", 1, SINK),
    BACKLOG_LIMIT("backlogLimit", "--backlog-limit", "bytes", 1, SINK);

    private final String parameter;
    private final String flag;
    private final ParameterType type;
    private final String unit;
    private final Range range;
    private final List<String> values;
    private final Set<Direction> directions;

    LinkParameter(String parameter, String flag, ParameterType type, List<String> values, Direction... directions) {
        this(parameter, flag, type, null, type == PORT ? Range.PORTS : Range.ANY, values, directions);
    }

    LinkParameter(String parameter, String flag, String unit, long minimum, Direction... directions) {
        this(parameter, flag, INTEGER, unit, new Range(minimum, Long.MAX_VALUE), List.of(), directions);
    }

    LinkParameter(String parameter, String flag, ParameterType type, String unit, Range range, List<String> values,
            Direction... directions) {
        this.parameter = parameter;
        this.flag = flag;
        this.type = type;
        this.unit = unit;
        this.range = range;
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
        return new Parameter(parameter, description, defaultValue, required, type, unit, range, values,
                isSecret());
    }
}
