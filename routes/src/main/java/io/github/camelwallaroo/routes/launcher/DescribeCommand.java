package io.github.camelwallaroo.routes.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.Parameter;
import io.github.camelwallaroo.routes.catalog.SharedParameter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "describe", description = "Explain one connector: what it promises, its parameters, how to start it.", mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {

    private static final int LINE = 96;

    private final ConnectorNames names;
    private final Console console;

    @Parameters(paramLabel = "NAME", description = "A connector's name, or the path of a YAML file.")
    private String name;

    DescribeCommand(ConnectorNames names, Console console) {
        this.names = names;
        this.console = console;
    }

    @Override
    public Integer call() {
        Connector connector = names.find(name);
        console.say(connector.name() + " - " + connector.direction().text() + " connector"
                + (connector.guarantee() == null ? "" : ", " + promise(connector)));
        console.say("");
        wrap(connector.description(), "").forEach(console::say);
        heading("Its own parameters (CONNECTOR stands for the connector's name in the application):");
        connector.parameters().forEach(each -> parameter(flag(each), each));
        heading("Its link with the Wallaroo worker:");
        connector.link().forEach((link, each) -> parameter(link.flag(), each));
        if (!connector.setUps().actions().isEmpty()) {
            heading("Instead of running, once:");
            connector.setUps().actions().forEach(each -> {
                console.say("  --CONNECTOR-" + each.name() + " " + each.argument());
                wrap(each.description(), "      ").forEach(console::say);
            });
            console.say("  " + ConnectorFlags.APPLY);
            wrap(ConnectorFlags.APPLY_TEXT, "      ").forEach(console::say);
        }
        heading("For example:");
        console.say(example(connector));
        heading("To change what it does: wallaroo-connectors copy " + name + ", edit the file, and give its path"
                + " instead of the name.");
        return 0;
    }

    private static String promise(Connector connector) {
        return connector.guarantee() == connector.resilient()
                ? connector.guarantee().text()
                : connector.guarantee().text() + ", with resilience " + connector.resilient().text();
    }

    private static String flag(Parameter parameter) {
        return parameter.name().equals(SharedParameter.OPTIONS.parameter())
                ? "--CONNECTOR-option NAME=VALUE"
                : "--CONNECTOR-" + parameter.flagName();
    }

    private void heading(String text) {
        console.say("");
        wrap(text, "").forEach(console::say);
    }

    private void parameter(String flag, Parameter parameter) {
        String need = parameter.required()
                ? "required"
                : parameter.defaultValue() == null || parameter.defaultValue().isEmpty()
                        ? "optional"
                        : "default " + parameter.defaultValue();
        console.say("  " + flag + "  (" + parameter.shape() + "; " + need + ")");
        wrap(parameter.description(), "      ").forEach(console::say);
    }

    private static String example(Connector connector) {
        StringBuilder command = new StringBuilder("  wallaroo-connectors ").append(connector.name())
                .append(" --application-module celsius --connector NAME");
        connector.parameters()
                .stream()
                .filter(Parameter::required)
                .forEach(each -> command.append(" --NAME-")
                        .append(each.flagName())
                        .append(' ')
                        .append(sample(each)));
        return command.toString();
    }

    private static String sample(Parameter parameter) {
        return switch (parameter.type()) {
            case HOST -> "127.0.0.1";
            case PORT -> "6789";
            case BOOLEAN -> "true";
            case INTEGER -> Long.toString(Math.max(1, parameter.range().minimum()));
            case TEXT -> "...";
        };
    }

    private static List<String> wrap(String text, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String word : text.split(" ")) {
            if (line.length() > indent.length() && line.length() + word.length() >= LINE) {
                lines.add(line.toString().stripTrailing());
                line = new StringBuilder(indent);
            }
            line.append(word).append(' ');
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }
}
