package io.github.camelwallaroo.routes.launcher;

import java.util.List;
import java.util.concurrent.Callable;

import io.github.camelwallaroo.routes.catalog.Connector;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import picocli.CommandLine.Command;

@Command(name = "list", description = "List the connectors.", mixinStandardHelpOptions = true)
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
        for (Connector connector : connectors) {
            console.say(String.format("%-" + width + "s  %-6s  %-16s  %s", connector.name(),
                    connector.direction().text(), connector.guarantee().text(), connector.summary()));
        }
        return 0;
    }
}
