package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class ShippedConnectorsTest {

    private static final String SIDECAR = ".connector.yaml";

    @Test
    void shouldFollowEveryRule() throws Exception {
        List<String> findings = new ArrayList<>();
        for (String name : names()) {
            findings.addAll(ConnectorRules.check(name, text(name + ".yaml"), text(name + SIDECAR)));
        }

        assertThat(findings).isEmpty();
    }

    @Test
    void shouldHaveTheSameLinkWithTheWorkersInEverySink() throws Exception {
        LinkFrame frame = LinkFrame.of(Direction.SINK);
        List<String> findings = new ArrayList<>();
        for (Connector connector : new ConnectorCatalog().connectors()) {
            if (connector.direction() == Direction.SINK) {
                frame.finding(connector.name()).ifPresent(findings::add);
            }
        }

        assertThat(findings).isEmpty();
    }

    @Test
    void shouldAllBeInTheIndexAndNothingElse() throws Exception {
        assertThat(new ConnectorCatalog().names()).containsExactlyInAnyOrderElementsOf(names());
    }

    private static List<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SIDECAR))
                    .map(file -> file.substring(0, file.length() - SIDECAR.length()))
                    .toList();
        }
    }

    private static String text(String file) throws IOException, URISyntaxException {
        return Files.readString(folder().resolve(file));
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(ShippedConnectorsTest.class.getResource("/io/github/camelwallaroo/routes/connectors.index")
                .toURI()).getParent();
    }
}
