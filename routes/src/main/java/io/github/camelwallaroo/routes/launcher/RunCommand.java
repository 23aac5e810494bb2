package io.github.camelwallaroo.routes.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.ResourceLoader;
import org.apache.camel.support.PluginHelper;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.catalog.TemplateCalls;
import io.github.camelwallaroo.routes.runner.EndpointOptions;
import io.github.camelwallaroo.routes.runner.RouteRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "run", description = "Run routes declared in YAML files.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private final ConnectorCatalog catalog;
    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "YAML files with routes, which may use the templates that 'list' shows; .properties files with"
            + " values for their placeholders and with Camel's own settings.")
    private List<Path> files;

    @Option(names = CommonFlags.CLASSPATH, paramLabel = "PATH", description = CommonFlags.CLASSPATH_TEXT)
    private String classpath;

    @Mixin
    private ModuleFlags moduleFlags;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-v", CommonFlags.VERBOSE}, description = CommonFlags.VERBOSE_TEXT)
    private boolean verbose;

    RunCommand(ConnectorCatalog catalog, Console console) {
        this.catalog = catalog;
        this.console = console;
    }

    @Override
    public Integer call() {
        files.stream().filter(file -> !Files.isRegularFile(file)).findFirst().ifPresent(file -> {
            throw new UsageException("there is no file '" + file + "' in " + Path.of("").toAbsolutePath());
        });
        List<Path> routes = files.stream().filter(file -> !isProperties(file)).toList();
        if (routes.isEmpty()) {
            throw new UsageException("no YAML file among " + files + ": there are no routes to run");
        }
        Logging.start(verbose);
        check(TemplateCalls.in(routes, catalog,
                (connector, value) -> new EndpointOptions(connector).findings(value)));
        ClassLoader classes = UserClasses.loader(classpath);
        List<String> commandLine = spec.commandLine().getParent().getParseResult().originalArgs();
        try (RouteRunner runner = new RouteRunner(context -> load(context, routes), classes)
                .withArguments(moduleFlags.arguments(classes, commandLine))) {
            String properties = files.stream()
                    .filter(RunCommand::isProperties)
                    .map(RunCommand::location)
                    .collect(Collectors.joining(","));
            if (!properties.isEmpty()) {
                runner.main().setPropertyPlaceholderLocations(properties);
            }
            runner.start();
            StopSignal.await(runner::awaitStopped, runner::close);
        }
        return 0;
    }

    private void check(TemplateCalls calls) {
        if (!calls.findings().isEmpty()) {
            throw new UsageException(String.join(System.lineSeparator(), calls.findings()));
        }
        for (String parameter : calls.withoutValue()) {
            String variable = parameter.toUpperCase(Locale.ROOT);
            if (System.getenv(variable) != null) {
                console.warn(
                        "parameter '" + parameter + "' is not given, so Camel takes environment variable " + variable
                                + " for it; give it in the file if that is not meant");
            }
        }
    }

    private void load(CamelContext context, List<Path> routes) throws Exception {
        ResourceLoader loader = PluginHelper.getResourceLoader(context);
        List<Resource> resources = new ArrayList<>();
        for (Connector connector : catalog.connectors()) {
            resources.add(loader.resolveResource(connector.location()));
        }
        routes.forEach(file -> resources.add(loader.resolveResource(location(file))));
        PluginHelper.getRoutesLoader(context).loadRoutes(resources);
    }

    private static boolean isProperties(Path file) {
        return file.toString().endsWith(".properties");
    }

    private static String location(Path file) {
        return "file:" + file.toAbsolutePath().normalize();
    }
}
