package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.LinkParameter;
import io.github.camelwallaroo.routes.catalog.Parameter;
import io.github.camelwallaroo.routes.catalog.ParameterType;
import io.github.camelwallaroo.routes.catalog.SetUps;
import io.github.camelwallaroo.routes.catalog.SharedParameter;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The flags of one connector under one name: what it says of itself, in picocli's terms. */
final class ConnectorFlags {

    static final String APPLY = "--apply";
    static final String APPLY_TEXT = "Does what would only be shown otherwise.";

    private final Connector connector;
    private final String prefix;
    private final CommandSpec spec;

    /**
     * @param connector what is known about it
     * @param name      its name in the application, which its own flags begin with; null where only help is wanted
     */
    ConnectorFlags(Connector connector, String name) {
        this.connector = connector;
        this.prefix = "--" + (name == null ? "<connector>" : name) + "-";
        this.spec = CommandSpec.create().name("wallaroo-connectors " + connector.name());
        spec.usageMessage()
                .description(escaped(connector.description()), "")
                .sortOptions(false)
                .width(100)
                .abbreviateSynopsis(true);
        spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).description("Show this and end.").build());
        spec.addOption(CommonFlags.verbose());
        spec.addOption(CommonFlags.classpath());
        ModuleFlags.options().forEach(spec::addOption);
        spec.addArgGroup(group("Its link with the Wallaroo worker:", linkOptions()));
        spec.addArgGroup(group("Its own parameters:", ownOptions()));
        if (!connector.setUps().actions().isEmpty()) {
            spec.addArgGroup(group("Instead of running, once:", setUpOptions()));
        }
    }

    /** A parser that hands on what it does not know, and where the last of several values counts. */
    CommandLine commandLine() {
        return new CommandLine(spec).setUnmatchedArgumentsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setExpandAtFiles(false)
                .setUnmatchedOptionsArePositionalParams(false);
    }

    /** Every flag, long form. */
    List<String> names() {
        return spec.options().stream().map(OptionSpec::longestName).toList();
    }

    /** The flag of one of the connector's own parameters. */
    String of(Parameter parameter) {
        return prefix + parameter.flagName();
    }

    /** The flag for one further option of the connector's endpoint. */
    String endpointOption() {
        return prefix + "option";
    }

    /** The flag of something that is done instead of running. */
    String of(SetUps.Action action) {
        return prefix + action.name();
    }

    private List<OptionSpec> setUpOptions() {
        List<OptionSpec> options = new ArrayList<>();
        for (SetUps.Action each : connector.setUps().actions()) {
            options.add(OptionSpec.builder(of(each))
                    .type(String.class)
                    .paramLabel(each.argument())
                    .description(escaped(each.description()))
                    .build());
        }
        options.add(OptionSpec.builder(APPLY).type(boolean.class).description(APPLY_TEXT).build());
        return options;
    }

    private List<OptionSpec> linkOptions() {
        List<OptionSpec> options = new ArrayList<>();
        for (Map.Entry<LinkParameter, Parameter> link : connector.link().entrySet()) {
            options.add(option(link.getValue(), link.getKey().flag()));
        }
        return options;
    }

    private List<OptionSpec> ownOptions() {
        return connector.parameters()
                .stream()
                .map(parameter -> parameter.name().equals(SharedParameter.OPTIONS.parameter())
                        ? repeatable(parameter)
                        : option(parameter,
                                parameter.flagNames().stream().map(prefix::concat).toArray(String[]::new)))
                .toList();
    }

    private OptionSpec repeatable(Parameter parameter) {
        return OptionSpec.builder(endpointOption())
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("NAME=VALUE")
                .description(escaped(parameter.description() + " (may be given several times)"))
                .build();
    }

    private static OptionSpec option(Parameter parameter, String... names) {
        StringBuilder text = new StringBuilder(parameter.description()).append(" (").append(parameter.shape());
        if (parameter.required()) {
            text.append("; required");
        } else if (parameter.defaultValue() != null && !parameter.defaultValue().isEmpty()) {
            text.append("; default ").append(parameter.secret() ? "set" : parameter.defaultValue());
        }
        OptionSpec.Builder option = OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(parameter.type().text().toUpperCase(java.util.Locale.ROOT))
                .description(escaped(text.append(")").toString()));
        // "--resilience" alone means what it says.
        return parameter.type() == ParameterType.BOOLEAN
                ? option.arity("0..1").fallbackValue("true").build()
                : option.build();
    }

    private static ArgGroupSpec group(String heading, List<OptionSpec> options) {
        ArgGroupSpec.Builder group = ArgGroupSpec.builder().validate(false).heading("%n" + heading + "%n");
        options.forEach(group::addArg);
        return group.build();
    }

    private static String escaped(String text) {
        return text.replace("%", "%%").replace("@|", "@ |");
    }
}
