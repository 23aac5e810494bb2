package io.github.camelwallaroo.routes.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.NettyEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;

class EndpointOptionsTest {

    private final EndpointOptions options = new EndpointOptions(
            new ConnectorCatalog().find("udp_source").orElseThrow());

    @Test
    void shouldTakeWhatTheCatalogueKnows() {
        assertThat(options.complaint("backlog")).isEmpty();
        assertThat(options.findings("&backlog=5&passphrase=RAW(a&b)")).isEmpty();
        assertThat(options.findings("")).isEmpty();
    }

    @Test
    void shouldSuggestTheRightName() {
        assertThat(options.complaint("backlgo")).hasValue("netty: has no option 'backlgo'; did you mean backlog?");
    }

    @Test
    void shouldNameTheParameterThatSaysItAlready() {
        assertThat(options.complaint("receiveBufferSize")).hasValue(
                "option receiveBufferSize is what parameter receiveBufferSize says; give that");
    }

    @Test
    void shouldRefuseWhatTheConnectorDependsOn() {
        assertThat(options.complaint("sync")).get()
                .asString()
                .contains("has to be as udp_source sets it", "wallaroo-connectors copy udp_source");
        assertThat(options.complaint("serverInitializerFactory")).get().asString().contains("has to be");
    }

    @Test
    void shouldFindWhatIsWrittenWrong() {
        assertThat(options.findings("backlog=5")).singleElement().asString().contains("&name=value");
        assertThat(options.findings("&backlog")).singleElement().asString().contains("'backlog' is no name=value");
        assertThat(options.findings("&backlgo=1&sync=true")).hasSize(2);
    }

    @Test
    void shouldReachTheEndpointUnchanged() throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        given.put("backlog", "77");
        given.put("keyStoreFormat", "50% of a&b=c, d+e");
        given.put("securityProvider", "a (b)");
        Map<String, Object> parameters = new LinkedHashMap<>(EndpointOptions.forTemplate(given));
        parameters.putAll(Map.of("connector", "feed", "host", "127.0.0.1", "port", 0, "wallarooPort", 1));

        try (CamelContext context = new DefaultCamelContext()) {
            context.start();
            new TemplateRoutes(new ConnectorCatalog().find("udp_source").orElseThrow(), "feed", parameters)
                    .addTo(context);

            NettyEndpoint endpoint = (NettyEndpoint) context.getRoute("feed").getEndpoint();
            assertThat(endpoint.getConfiguration().getBacklog()).isEqualTo(77);
            assertThat(endpoint.getConfiguration().getKeyStoreFormat()).isEqualTo("50% of a&b=c, d+e");
            assertThat(endpoint.getConfiguration().getSecurityProvider()).isEqualTo("a (b)");
        }
    }
}
