package io.github.camelwallaroo.routes.launcher;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.github.camelwallaroo.application.ApplicationArguments;
import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.Parameter;
import io.github.camelwallaroo.routes.catalog.ParameterType;
import io.github.camelwallaroo.routes.runner.RouteRunner;
import io.github.camelwallaroo.routes.runner.TemplateRoutes;

/** {@code wallaroo-connectors NAME --application-module ...}: one connector, started the way its script was. */
final class ConnectorCommand {

    private final ConnectorNames names;
    private final Console console;

    ConnectorCommand(ConnectorNames names, Console console) {
        this.names = names;
        this.console = console;
    }

    /** Runs until it is stopped. @return the exit code */
    int run(String name, List<String> arguments) {
        Connector connector = names.find(name);
        if (arguments.contains("--help") || arguments.contains("-h")) {
            new ConnectorFlags(connector, ConnectorCommandLine.name(arguments)).commandLine().usage(console.out());
            console.out().flush();
            return 0;
        }
        // Options of the endpoint are looked up in Camel's catalogue, and Camel is talkative.
        Logging.start(CommonFlags.verbose(arguments));
        ClassLoader classes = UserClasses.loader(ConnectorCommandLine.valueOf(arguments, CommonFlags.CLASSPATH));
        List<String> whole = new ArrayList<>(List.of(name));
        whole.addAll(arguments);
        ApplicationArguments told = ModuleFlags.of(arguments).arguments(classes, whole);
        ConnectorCommandLine commandLine = new ConnectorCommandLine(connector, new Applications(told),
                new ValueSources(System::getenv));
        Optional<SetUpCommand> setUp = commandLine.setUp(arguments);
        if (setUp.isPresent()) {
            setUp.get().run(console, classes);
            return 0;
        }
        ConnectorArguments parsed = commandLine.parse(arguments);
        parsed.warnings().forEach(console::warn);
        warnOfUnknownHosts(parsed);
        try (RouteRunner runner = new RouteRunner(
                new TemplateRoutes(connector, parsed.name(), parsed.templateParameters()), classes)
                .withoutEnvironment()
                .withArguments(told)) {
            runner.start();
            StopSignal.await(runner::awaitStopped, runner::close);
        }
        return 0;
    }

    // No error: in many networks a name appears when whoever bears it starts.
    private void warnOfUnknownHosts(ConnectorArguments parsed) {
        for (Parameter parameter : parsed.connector().parameters()) {
            String host = parsed.parameters().get(parameter.name());
            if (parameter.type() == ParameterType.HOST && host != null && !known(host)) {
                console.warn(parameter.name() + " '" + host + "' is not known to this system at present");
            }
        }
    }

    private static boolean known(String host) {
        try {
            return InetAddress.getByName(host) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
