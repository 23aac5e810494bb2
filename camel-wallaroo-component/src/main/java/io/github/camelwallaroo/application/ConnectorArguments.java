package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connector's command line, as the tutorial has it:
 *
 * <pre>{@code
 * --application-module celsius --connector celsius_feed --celsius_feed-host 127.0.0.1 --celsius_feed-port 6789
 * }</pre>
 *
 * A value may also follow after {@code =}. Arguments of others - a worker's, another connector's - are passed over: all of a
 * deployment's arguments can be given to each of its processes.
 */
public final class ConnectorArguments {

    private final Map<String, String> values = new LinkedHashMap<>();

    private ConnectorArguments() {}

    /** Reads a command line; a flag without a value is taken as set to nothing, the last of several wins. */
    public static ConnectorArguments parse(List<String> arguments) {
        ConnectorArguments parsed = new ConnectorArguments();
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (!argument.startsWith("--")) {
                continue;
            }
            int equals = argument.indexOf('=');
            if (equals > 0) {
                parsed.values.put(argument.substring(2, equals), argument.substring(equals + 1));
            } else if (i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--")) {
                parsed.values.put(argument.substring(2), arguments.get(++i));
            } else {
                parsed.values.put(argument.substring(2), "");
            }
        }
        return parsed;
    }

    /** What {@code --application-module} says. */
    public Optional<String> applicationModule() {
        return Optional.ofNullable(values.get("application-module"));
    }

    /** What {@code --connector} says. */
    public Optional<String> connector() {
        return Optional.ofNullable(values.get("connector"));
    }

    /**
     * The values of a connector's own parameters: {@code --CONNECTOR-PARAMETER value}.
     *
     * @return by parameter, those given only
     * @throws IllegalArgumentException naming every required flag that is missing
     */
    public Map<String, String> params(String connector, List<String> required, List<String> optional) {
        Map<String, String> params = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        for (String name : required) {
            String value = values.get(connector + "-" + name);
            if (value == null) {
                missing.add("--" + connector + "-" + name);
            } else {
                params.put(name, value);
            }
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "connector " + connector + " needs " + String.join(" and ", missing) + "; give a value for each");
        }
        for (String name : optional) {
            String value = values.get(connector + "-" + name);
            if (value != null) {
                params.put(name, value);
            }
        }
        return params;
    }
}
