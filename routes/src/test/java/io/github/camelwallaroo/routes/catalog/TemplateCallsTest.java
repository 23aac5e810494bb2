package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.runner.EndpointOptions;

class TemplateCallsTest {

    @TempDir
    private Path folder;

    @Test
    void shouldFindNothingWrongWithACompleteCall() throws IOException {
        TemplateCalls calls = read("""
                - templatedRoute:
                    routeTemplateRef: udp_source
                    parameters:
                      - {name: connector, value: feed}
                      - {name: application, value: celsius}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: "{{udp.port:6789}}"}
                      - {name: receive-buffer-size, value: 65536}
                """);

        assertThat(calls.findings()).isEmpty();
        assertThat(calls.withoutValue()).containsExactlyInAnyOrder("wallarooHost", "wallarooPort",
                "resilience");
    }

    @Test
    void shouldFindEveryFlawOfEveryCall() throws IOException {
        TemplateCalls calls = read("""
                - templatedRoute:
                    routeTemplateRef: udp_source
                    parameters:
                      - {name: conector, value: feed}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: 70000}
                - templatedRoute:
                    routeTemplateRef: udp_sink
                    parameters:
                      - {name: connector, value: out}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: 1}
                      - {name: wallarooPort, value: 7100}
                """);

        assertThat(calls.findings()).satisfiesExactlyInAnyOrder(
                each -> assertThat(each).contains("udp_source has no parameter 'conector'; did you mean connector?"),
                each -> assertThat(each).contains("port is '70000', expected 0 to 65535"),
                each -> assertThat(each).contains("udp_source needs a parameter 'connector' (text)"),
                each -> assertThat(each).contains("udp_sink has no parameter 'wallarooPort' (it has connector,"));
    }

    @Test
    void shouldLeaveOtherTemplatesAndRoutesAlone() throws IOException {
        TemplateCalls calls = read("""
                - route:
                    from:
                      uri: timer:x
                - templatedRoute:
                    routeTemplateRef: mine
                    parameters:
                      - {name: anything, value: 1}
                - beans:
                    - name: x
                """);

        assertThat(calls.findings()).isEmpty();
        assertThat(calls.withoutValue()).isEmpty();
    }

    @Test
    void shouldSayWhereAFileIsNoYaml() {
        assertThatThrownBy(() -> read("- route:\n  - [\n")).isInstanceOf(CatalogException.class)
                .hasMessageContaining("routes.yaml, line 3");
    }

    private TemplateCalls read(String text) throws IOException {
        return TemplateCalls.in(List.of(Files.writeString(folder.resolve("routes.yaml"), text)),
                new ConnectorCatalog(), (connector, value) -> new EndpointOptions(connector).findings(value));
    }
}
