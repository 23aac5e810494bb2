package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.Direction;
import io.github.camelwallaroo.routes.catalog.LinkParameter;
import io.github.camelwallaroo.routes.catalog.Parameter;
import io.github.camelwallaroo.routes.catalog.ParameterType;
import io.github.camelwallaroo.routes.catalog.SetUps;
import io.github.camelwallaroo.routes.catalog.SharedParameter;
import io.github.camelwallaroo.routes.catalog.Spelling;
import io.github.camelwallaroo.routes.runner.EndpointOptions;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Reads the flags that start one connector, as its script was started. Stateless but for what it was given. */
final class ConnectorCommandLine {

    private final Connector connector;
    private final KnownConnectors applications;
    private final ValueSources values;

    ConnectorCommandLine(Connector connector, KnownConnectors applications, ValueSources values) {
        this.connector = connector;
        this.applications = applications;
        this.values = values;
    }

    /**
     * Checks the arguments behind the connector's name.
     *
     * @throws UsageException if they cannot be used
     */
    ConnectorArguments parse(List<String> arguments) {
        String name = name(arguments);
        String application = valueOf(arguments, LinkParameter.APPLICATION.flag());
        Map<String, Direction> known = application == null ? Map.of() : applications.of(application);
        checkName(name, application, known);
        ConnectorFlags flags = new ConnectorFlags(connector, name);
        ParseResult result = parse(flags, arguments);
        List<String> warnings = new ArrayList<>();
        Map<LinkParameter, String> link = link(result, warnings);
        Map<String, String> own = own(flags, result, warnings);
        Map<String, String> options = options(flags, result, warnings);
        new ForeignFlags(name, known.keySet(), flags.names()).judge(result.unmatched()).ifPresent(warnings::add);
        checkRequired(flags, link, own);
        return new ConnectorArguments(connector, link, own, options, result.unmatched(), warnings);
    }

    /**
     * What is to be done instead of running the connector, if that is asked for.
     *
     * @throws UsageException if it cannot be done as it was asked for
     */
    Optional<SetUpCommand> setUp(List<String> arguments) {
        String name = name(arguments);
        ConnectorFlags flags = new ConnectorFlags(connector, name);
        List<SetUps.Action> asked = connector.setUps()
                .actions()
                .stream()
                .filter(each -> valueOf(arguments, flags.of(each)) != null)
                .toList();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        if (asked.size() > 1) {
            throw new UsageException(flags.of(asked.get(0)) + " and " + flags.of(asked.get(1))
                    + " are given, expected one of them");
        }
        checkName(name, null, Map.of());
        ParseResult result = parse(flags, arguments);
        new ForeignFlags(name, Set.of(), flags.names()).judge(result.unmatched());
        Map<String, String> own = own(flags, result, new ArrayList<>());
        boolean apply = result.hasMatchedOption(ConnectorFlags.APPLY);
        if (apply) {
            checkRequired(flags, own);
        }
        return Optional
                .of(new SetUpCommand(connector, asked.get(0).name(), valueOf(arguments, flags.of(asked.get(0))), own,
                        apply));
    }

    /** The connector's name in the application, or null where there is none yet. */
    static String name(List<String> arguments) {
        return valueOf(arguments, LinkParameter.CONNECTOR.flag());
    }

    // The other flags' names depend on some flags' values, so these are looked for before the rest can be read.
    static String valueOf(List<String> arguments, String flag) {
        String value = null;
        for (int i = 0; i < arguments.size(); i++) {
            if (arguments.get(i).startsWith(flag + "=")) {
                value = arguments.get(i).substring(flag.length() + 1);
            } else if (arguments.get(i).equals(flag) && i + 1 < arguments.size()) {
                value = arguments.get(i + 1);
            }
        }
        return value;
    }

    private void checkName(String name, String application, Map<String, Direction> known) {
        List<String> candidates = known.entrySet()
                .stream()
                .filter(each -> each.getValue() == connector.direction())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        String offer = known.isEmpty()
                ? ""
                : "; " + application + " has "
                        + (candidates.isEmpty()
                                ? "no " + connector.direction().text() + " connector"
                                : String.join(", ", candidates));
        if (name == null || name.isBlank()) {
            throw new UsageException("--connector is missing: which connector of the application "
                    + connector.name() + " is to be" + offer);
        }
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_.-]*")) {
            throw new UsageException("--connector is '" + name
                    + "', expected a name of letters, digits, dots, dashes and underscores");
        }
        if (known.containsKey(name) && known.get(name) != connector.direction()) {
            throw new UsageException("--connector " + name + " is a " + known.get(name).text() + " connector of "
                    + application + ", but " + connector.name() + " is a " + connector.direction().text() + offer);
        }
        if (!known.isEmpty() && !known.containsKey(name)) {
            throw new UsageException("--connector " + name + " is not a connector of " + application
                    + Spelling.hint(name, candidates) + offer);
        }
    }

    private static ParseResult parse(ConnectorFlags flags, List<String> arguments) {
        try {
            return flags.commandLine().parseArgs(arguments.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }

    private Map<LinkParameter, String> link(ParseResult result, List<String> warnings) {
        Map<LinkParameter, String> link = new EnumMap<>(LinkParameter.class);
        connector.link().forEach((parameter, described) -> {
            String value = value(parameter.flag(), described, result, warnings);
            if (value != null) {
                link.put(parameter, value);
            }
        });
        return link;
    }

    private Map<String, String> own(ConnectorFlags flags, ParseResult result, List<String> warnings) {
        Map<String, String> own = new LinkedHashMap<>();
        for (Parameter parameter : connector.parameters()) {
            if (parameter.name().equals(SharedParameter.OPTIONS.parameter())) {
                continue;
            }
            String value = value(flags.of(parameter), parameter, result, warnings);
            if (value != null) {
                own.put(parameter.name(), forTemplate(parameter, value));
            }
        }
        return own;
    }

    private Map<String, String> options(ConnectorFlags flags, ParseResult result, List<String> warnings) {
        String flag = flags.endpointOption();
        Map<String, String> options = new LinkedHashMap<>();
        List<String> given = result.matchedOptionValue(flag, List.of());
        if (given.isEmpty()) {
            return options;
        }
        EndpointOptions endpoint = new EndpointOptions(connector);
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new UsageException(flag + " is '" + pair + "', expected NAME=VALUE");
            }
            String name = pair.substring(0, equals);
            String value = pair.substring(equals + 1);
            endpoint.complaint(name).ifPresent(complaint -> {
                throw new UsageException(flag + " " + name + ": " + complaint);
            });
            if (endpoint.isSecret(name)) {
                warnOfSecret(flag + " " + name, value, warnings);
            }
            options.put(name, values.resolve(flag + " " + name, value));
        }
        return options;
    }

    /** @return null if the flag was not given */
    private String value(String flag, Parameter parameter, ParseResult result, List<String> warnings) {
        String given = result.matchedOptionValue(flag, (String) null);
        if (given == null) {
            return null;
        }
        if (parameter.secret()) {
            warnOfSecret(flag, given, warnings);
        }
        String value = values.resolve(flag, given);
        check(flag, parameter, value);
        return value;
    }

    private static void warnOfSecret(String flag, String given, List<String> warnings) {
        if (ValueSources.plain(given)) {
            warnings.add(flag + " is a secret that everybody can read on the command line; give @FILE or"
                    + " {{env:NAME}} instead");
        }
    }

    private static void check(String flag, Parameter parameter, String value) {
        parameter.complaint(value).ifPresent(expected -> {
            throw new UsageException(flag + " is " + (parameter.secret() ? "no" : "'" + value + "',") + " expected "
                    + expected);
        });
    }

    // Templates put hosts into URIs, where an IPv6 address stands in brackets.
    private static String forTemplate(Parameter parameter, String value) {
        boolean bare = parameter.type() == ParameterType.HOST && value.contains(":") && !value.startsWith("[");
        return bare ? "[" + value + "]" : value;
    }

    private void checkRequired(ConnectorFlags flags, Map<LinkParameter, String> link, Map<String, String> own) {
        Set<String> missing = new LinkedHashSet<>();
        LinkParameter port = connector.direction() == Direction.SOURCE
                ? LinkParameter.WALLAROO_PORT
                : LinkParameter.LISTEN_PORT;
        boolean addressed = link.containsKey(port) || link.containsKey(LinkParameter.WORKERS);
        if (!link.containsKey(LinkParameter.APPLICATION) && !addressed) {
            missing.add(LinkParameter.APPLICATION.flag() + " (or " + port.flag() + ")");
        }
        missing.addAll(missing(flags, own));
        refuse(missing);
    }

    private void checkRequired(ConnectorFlags flags, Map<String, String> own) {
        refuse(missing(flags, own));
    }

    private Set<String> missing(ConnectorFlags flags, Map<String, String> own) {
        Set<String> missing = new LinkedHashSet<>();
        connector.parameters()
                .stream()
                .filter(each -> each.required() && !own.containsKey(each.name()))
                .forEach(each -> missing.add(flags.of(each)));
        return missing;
    }

    private void refuse(Set<String> missing) {
        if (!missing.isEmpty()) {
            throw new UsageException("missing " + String.join(", ", missing) + "; 'wallaroo-connectors describe "
                    + connector.name() + "' explains "
                    + (missing.size() == 1 ? "it" : "them"));
        }
    }
}
