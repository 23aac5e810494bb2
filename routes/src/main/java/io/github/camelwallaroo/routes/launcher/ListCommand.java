package io.github.camelwallaroo.routes.launcher;

import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the connectors, and what"
        + " each one promises about messages: by itself, and with protocol 1 and --resilience.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private final ConnectorCatalog catalog;
    private final Console console;

    ListCommand(ConnectorCatalog catalog, Console console) {
        this.catalog = catalog;
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Connector> connectors = catalog.connectors();
        int width = connectors.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        String format = "%-" + width + "s  %-9s  %-13s  %-17s  %s";
        console.say(String.format(format, "name", "direction", "guarantee", "with --resilience", "what it does"));
        for (Connector connector : connectors) {
            console.say(String.format(format, connector.name(), connector.direction().text(),
                    connector.guarantee().text(), connector.resilient().text(), connector.summary()));
        }
        return 0;
    }
}
