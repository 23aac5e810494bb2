package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.runner.EndpointOptions;

class ConnectorPagesTest {

    private final ConnectorCatalog catalog = new ConnectorCatalog();

    @Test
    void shouldHaveAPageForEachConnectorThatFitsIt() {
        assertThat(catalog.connectors().stream().flatMap(each -> new ConnectorPage(each).findings().stream()))
                .isEmpty();
    }

    @Test
    void shouldShowEachConnectorInARouteThatCouldBeRun(@TempDir Path folder) throws Exception {
        for (Connector connector : catalog.connectors()) {
            List<String> calls = new ConnectorPage(connector).calls();
            assertThat(calls).as("a yaml block in the page of %s", connector.name()).isNotEmpty();
            for (String call : calls) {
                Path file = Files.writeString(folder.resolve(connector.name() + ".yaml"), call);
                assertThat(TemplateCalls.in(List.of(file), catalog,
                        (each, value) -> new EndpointOptions(each).findings(value)).findings()).isEmpty();
            }
        }
    }

    @Test
    void shouldSayInTheReadmeWhatEachConnectorGuarantees() throws Exception {
        List<String> rows = Files.readAllLines(Path.of("../README.md"));

        assertThat(catalog.connectors()).allSatisfy(each -> assertThat(rows)
                .as("README.md: a row for %s in the table of connectors, with its guarantees", each.name())
                .anyMatch(row -> row.startsWith("| [`" + each.name() + "`](docs/connectors/" + each.name() + ".md) |")
                        && row.endsWith("| " + each.guarantee().text() + " | " + each.resilient().text() + " |")));
    }
}
