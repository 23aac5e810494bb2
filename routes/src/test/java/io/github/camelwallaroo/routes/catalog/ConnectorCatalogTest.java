package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorCatalogTest {

    private static final String TEMPLATE = """
            - routeTemplate:
                id: mine
                description: Mine. It does things.
                parameters:
                  - name: connector
                    description: Which.
                  - name: wallarooPort
                    required: false
                  - name: batchSize
                    defaultValue: "10"
                  - name: mode
                from:
                  uri: timer:x
                  steps:
                    - to: "wallaroo:{{connector}}"
            """;

    @TempDir
    private Path folder;

    private final ConnectorCatalog catalog = new ConnectorCatalog();

    @Test
    void shouldFindWhatIsShippedAndNothingElse() {
        assertThat(catalog.names()).startsWith("udp_source", "udp_sink");
        assertThat(catalog.find("udp_source")).hasValueSatisfying(source -> {
            assertThat(source.direction()).isEqualTo(Direction.SOURCE);
            assertThat(source.guarantee()).isEqualTo(Guarantee.AT_MOST_ONCE);
            assertThat(source.location()).isEqualTo("classpath:io/github/camelwallaroo/routes/udp_source.yaml");
            assertThat(source.parameter("port")).hasValueSatisfying(port -> {
                assertThat(port.required()).isTrue();
                assertThat(port.type()).isEqualTo(ParameterType.PORT);
            });
            assertThat(source.parameter("receive-buffer-size")).map(Parameter::unit).contains("bytes");
            assertThat(source.link()).containsKeys(LinkParameter.WALLAROO_HOST)
                    .doesNotContainKeys(
                            LinkParameter.LISTEN_PORT);
        });
        assertThat(catalog.find("connectors.index")).isEmpty();
        assertThat(catalog.find("../routes/udp_source")).isEmpty();
    }

    @Test
    void shouldReadAUsersFileWithoutASidecarTakingEveryParameterForText() throws IOException {
        Connector mine = catalog.read(write("mine.yaml", TEMPLATE));

        assertThat(mine.direction()).isEqualTo(Direction.SOURCE);
        assertThat(mine.guarantee()).isNull();
        assertThat(mine.summary()).isEqualTo("Mine.");
        assertThat(mine.location()).startsWith("file:").endsWith("mine.yaml");
        assertThat(mine.parameters()).extracting(Parameter::name, Parameter::type, Parameter::required)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("batchSize", ParameterType.TEXT, false),
                        org.assertj.core.groups.Tuple.tuple("mode", ParameterType.TEXT, true));
    }

    @Test
    void shouldTakeAFileForASinkWhenItsRouteBeginsAtWallaroo() throws IOException {
        String sink = TEMPLATE.replace("timer:x", "\"wallaroo:{{connector}}\"")
                .replace("to: \"wallaroo:{{connector}}\"",
                        "to: log:x");

        assertThat(catalog.read(write("mine.yaml", sink)).direction()).isEqualTo(Direction.SINK);
    }

    @Test
    void shouldReadASidecarNamedAfterTheFileOrAfterTheTemplate() throws IOException {
        write("mine.connector.yaml", """
                direction: source
                guarantee: at-least-once
                parameters:
                  batchSize: {type: integer, unit: messages, minimum: 1, maximum: 500}
                  mode: {type: text, enum: [fast, safe]}
                """);

        Connector renamed = catalog.read(write("renamed.yaml", TEMPLATE));

        assertThat(renamed.guarantee()).isEqualTo(Guarantee.AT_LEAST_ONCE);
        Parameter batchSize = renamed.parameter("batch-size").orElseThrow();
        assertThat(batchSize.complaint("501")).contains("1 to 500 messages");
        assertThat(batchSize.complaint("ten")).contains("a whole number");
        assertThat(batchSize.complaint("7")).isEmpty();
        assertThat(renamed.parameter("mode").orElseThrow().complaint("quick")).contains("one of fast, safe");
    }

    @Test
    void shouldSayWhatIsWrongAndWhereWhenASidecarCannotBeUsed() throws IOException {
        Path template = write("mine.yaml", TEMPLATE);

        refused(template, "direction: up\nguarantee: at-most-once\n", "mine.connector.yaml: direction is 'up'",
                "'source' or 'sink'");
        refused(template, "direction: source\nguarantee: maybe\n", "guarantee is 'maybe'", "at-least-once");
        refused(template, "direction: source\nguarantee: at-most-once\nsecrets: x\n", "unknown key 'secrets'");
        refused(template, sidecar("{type: number}"), "parameters, mode: type is 'number'", "integer");
        refused(template, sidecar("{type: text, minimum: 4}"), "mode: a range makes no sense for type text");
        refused(template, sidecar("{type: integer, minimum: low}"), "'minimum' is 'low', expected a whole number");
        refused(template, sidecar("{unit: bytes}"), "mode: 'type' is missing");
        refused(template, sidecar("text"), "expected a map of keys and values, found 'text'");
        refused(template, "direction: [\n", "mine.connector.yaml, line 2: ", "not well-formed YAML");
        refused(template, "direction: source\ndirection: sink\n", "duplicate key");
    }

    @Test
    void shouldRefuseFilesWithNoOrSeveralTemplates() throws IOException {
        Path none = write("none.yaml", "- route:\n    from:\n      uri: timer:x\n");
        Path two = write("two.yaml", TEMPLATE + TEMPLATE);
        Path empty = write("empty.yaml", "");
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, "\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> catalog.read(none)).isInstanceOf(CatalogException.class)
                .hasMessageContaining("no routeTemplate");
        assertThatThrownBy(() -> catalog.read(two)).hasMessageContaining("2 route templates in one file");
        assertThatThrownBy(() -> catalog.read(empty)).hasMessageContaining("no routeTemplate");
        assertThatThrownBy(() -> catalog.read(binary)).hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> catalog.read(folder)).hasMessageContaining("cannot be read");
    }

    @Test
    void shouldNeverBuildClassesThatAFileNames() throws IOException {
        Path hostile = write("hostile.yaml", "!!javax.script.ScriptEngineManager []\n");

        assertThatThrownBy(() -> catalog.read(hostile)).isInstanceOf(CatalogException.class);
    }

    private static String sidecar(String mode) {
        return "direction: source\nguarantee: at-most-once\nparameters:\n  mode: " + mode + "\n";
    }

    private void refused(Path template, String sidecar, String... texts) throws IOException {
        write("mine.connector.yaml", sidecar);
        assertThatThrownBy(() -> catalog.read(template)).isInstanceOf(CatalogException.class)
                .hasMessageContainingAll(texts);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
