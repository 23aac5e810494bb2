package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import io.github.camelwallaroo.routes.catalog.Connector;
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
        ClassLoader classes = UserClasses.loader(ConnectorCommandLine.valueOf(arguments, CommonFlags.CLASSPATH));
        ConnectorArguments parsed = new ConnectorCommandLine(connector, new Applications(classes),
                new ValueSources(System::getenv)).parse(arguments);
        parsed.warnings().forEach(console::warn);
        Logging.start(CommonFlags.verbose(arguments));
        try (RouteRunner runner = new RouteRunner(
                new TemplateRoutes(connector, parsed.name(), parsed.templateParameters()), classes)) {
            runner.start();
            StopSignal.await(runner::awaitStopped, runner::close);
        }
        return 0;
    }
}
