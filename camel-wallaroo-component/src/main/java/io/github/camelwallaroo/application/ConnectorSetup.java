package io.github.camelwallaroo.application;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which connector of which application somebody means, and with what parameters: what the builders of source and sink
 * connectors have in common.
 */
public final class ConnectorSetup {

    private List<String> requiredParams = List.of();
    private List<String> optionalParams = List.of();
    private ConnectorArguments arguments = ConnectorArguments.parse(List.of());
    private ApplicationArguments applicationArguments = ApplicationArguments
            .of(Thread.currentThread().getContextClassLoader());
    private String application;
    private String connector;

    public void requiredParams(String... names) {
        requiredParams = List.of(names);
    }

    public void optionalParams(String... names) {
        optionalParams = List.of(names);
    }

    /** A command line; what was set otherwise wins. */
    public void arguments(String... commandLine) {
        arguments = ConnectorArguments.parse(List.of(commandLine));
        List<String> line = new ArrayList<>(List.of(applicationArguments.commandLine().get(0)));
        line.addAll(List.of(commandLine));
        applicationArguments = applicationArguments.withCommandLine(line);
    }

    /** Where to look for the application and what it is told, the command line included. */
    public void applicationArguments(ApplicationArguments others) {
        applicationArguments = others;
    }

    public void application(String name) {
        application = name;
    }

    public void connector(String name) {
        connector = name;
    }

    /**
     * Finds the connector's description.
     *
     * @throws IllegalArgumentException if application or connector are not named
     * @throws ApplicationException     if the application cannot be found or read, or has no such connector
     */
    public ConnectorDescription describe(Direction direction) {
        String module = application != null
                ? application
                : arguments.applicationModule()
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        "no application is named; give --application-module NAME"));
        return ApplicationLocator.locate(module, applicationArguments).connector(connectorName(), direction);
    }

    /** @throws IllegalArgumentException naming every required parameter that is missing */
    public Map<String, String> params() {
        return arguments.params(connectorName(), requiredParams, optionalParams);
    }

    private String connectorName() {
        return connector != null
                ? connector
                : arguments.connector()
                        .orElseThrow(
                                () -> new IllegalArgumentException(
                                        "no connector is named; give --connector NAME, one of the application's"));
    }
}
