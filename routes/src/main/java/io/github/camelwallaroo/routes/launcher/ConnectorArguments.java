package io.github.camelwallaroo.routes.launcher;

import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.LinkParameter;
import io.github.camelwallaroo.routes.runner.EndpointOptions;

/**
 * What the user wants to run, checked.
 *
 * @param connector  which connector
 * @param link       what was said about the link with the worker; the connector's name is always there
 * @param parameters values of the connector's own parameters, by parameter name; may hold secrets
 * @param options    further options of its Camel endpoint, by name; may hold secrets
 * @param foreign    flags and values meant for others: the worker, other connectors, the application's set-up
 * @param warnings   what the user should know and need not change
 */
record ConnectorArguments(Connector connector, Map<LinkParameter, String> link, Map<String, String> parameters,
        Map<String, String> options, List<String> foreign, List<String> warnings) {

    ConnectorArguments {
        link = Collections.unmodifiableMap(new EnumMap<>(link));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        foreign = List.copyOf(foreign);
        warnings = List.copyOf(warnings);
    }

    /** The connector's name in the application. */
    String name() {
        return link.get(LinkParameter.CONNECTOR);
    }

    /** Everything the route template is given. */
    Map<String, Object> templateParameters() {
        Map<String, Object> all = new LinkedHashMap<>(parameters);
        all.putAll(EndpointOptions.forTemplate(options));
        link.forEach((parameter, value) -> all.put(parameter.parameter(), value));
        return all;
    }

    /** Without values, which may be secret. */
    @Override
    public String toString() {
        return "ConnectorArguments[" + connector.name() + ", " + link + ", " + parameters.keySet() + ", "
                + options.keySet() + "]";
    }
}
