package io.github.camelwallaroo.routes.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every template in each way that it may be used, up to the start of its route: from a user's YAML, from Java, and as a copy
 * that somebody edited. Values are those of the example in the connector's page.
 */
class TemplateUsesTest {

    /** What the pages leave to the environment. */
    private static final Map<String, String> ENVIRONMENT = Map.of("{{env:AMQPURL}}", "amqp://127.0.0.1",
            "{{env:CONNECTION}}", "postgresql://ann:secret@127.0.0.1/celsius");

    @TempDir
    private Path folder;

    private CamelContext context;

    static List<String> connectors() {
        return new ConnectorCatalog().names();
    }

    @BeforeEach
    void open() {
        context = new DefaultCamelContext();
        context.setAutoStartup(false);
        context.start();
    }

    @AfterEach
    void close() {
        context.stop();
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void shouldBeUsedByATemplatedRouteInYaml(String name) throws Exception {
        Connector connector = connector(name);
        StringBuilder yaml = new StringBuilder("- templatedRoute:\n    routeTemplateRef: " + connector.templateId()
                + "\n    routeId: used\n    parameters:\n");
        values(connector).forEach((parameter, value) -> yaml.append("      - name: ")
                .append(parameter)
                .append("\n        value: '")
                .append(value.replace("'", "''"))
                .append("'\n"));

        load(template(connector));
        load(ResourceHelper.fromString("used.yaml", yaml.toString()));

        assertJoins(connector);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void shouldBeUsedByATemplatedRouteBuilderInJava(String name) throws Exception {
        Connector connector = connector(name);
        load(template(connector));
        TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(context, connector.templateId()).routeId("used");
        values(connector).forEach(builder::parameter);

        builder.add();

        assertJoins(connector);
    }

    @ParameterizedTest
    @MethodSource("connectors")
    void shouldBeUsedAsACopyThatIsEdited(String name) throws Exception {
        Connector connector = connector(name);
        String original = new String(template(connector).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Path copy = Files.writeString(folder.resolve("mine.yaml"),
                original.replace("id: " + connector.templateId() + "\n", "id: mine\n")
                        .replaceFirst("( +)steps:\n((?: +#.*\n)*)( +)- ", "$1steps:\n$3- setProperty:\n"
                                + "$3    name: mine\n$3    constant: edited\n$2$3- "));
        assertThat(copy).content().contains("id: mine\n", "constant: edited");
        load(ResourceHelper.resolveResource(context, "file:" + copy));
        TemplatedRouteBuilder builder = TemplatedRouteBuilder.builder(context, "mine").routeId("used");
        values(connector).forEach(builder::parameter);

        builder.add();

        assertJoins(connector);
    }

    /** The route is made, with all that it is made of, and ready to be started. */
    private void assertJoins(Connector connector) {
        Route route = context.getRoute("used");
        assertThat(route).isNotNull();
        assertThat(route.getEndpoint().getEndpointUri().startsWith("wallaroo:"))
                .isEqualTo(connector.direction() == Direction.SINK);
        assertThat(context.getEndpoints()).anyMatch(each -> each.getEndpointUri().startsWith("wallaroo:"));
        if (connector.endpoint() != null) {
            assertThat(context.getEndpoints())
                    .anyMatch(each -> each.getEndpointUri().startsWith(connector.endpoint().scheme()));
        }
    }

    /** What the page's example says, with the link spelt out in place of an application's description. */
    private Map<String, String> values(Connector connector) {
        Map<String, String> values = new LinkedHashMap<>();
        YamlFile.parse(connector.name(), new ConnectorPage(connector).calls().get(0))
                .elements()
                .get(0)
                .child("templatedRoute")
                .child("parameters")
                .elements()
                .forEach(each -> values.put(each.requiredText("name"),
                        ENVIRONMENT.getOrDefault(each.requiredText("value"), each.requiredText("value"))));
        values.remove("application");
        values.putIfAbsent("format", "text");
        values.computeIfPresent("file", (name, file) -> folder.resolve(file).toString());
        if (values.containsKey("resilience")) {
            values.putIfAbsent("protocol", "1");
        }
        values.put(connector.direction() == Direction.SINK ? "listenPort" : "wallarooPort",
                connector.direction() == Direction.SINK ? "0" : "1");
        return values;
    }

    private static Connector connector(String name) {
        return new ConnectorCatalog().find(name).orElseThrow();
    }

    private Resource template(Connector connector) {
        return PluginHelper.getResourceLoader(context).resolveResource(connector.location());
    }

    private void load(Resource resource) throws Exception {
        PluginHelper.getRoutesLoader(context).loadRoutes(resource);
    }
}
