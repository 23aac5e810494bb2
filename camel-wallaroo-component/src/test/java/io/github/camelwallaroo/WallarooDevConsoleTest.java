package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;

import org.apache.camel.CamelContextAware;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;

class WallarooDevConsoleTest extends CamelTestSupport {

    private final int port = FreePorts.next();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:results?format=text&port=" + port).to("mock:out");
                from("direct:in").to("wallaroo:feed?format=text&port=" + port);
            }
        };
    }

    @Test
    void shouldShowEveryConnectorWithWhatItCounts() throws Exception {
        FactoryFinder finder = context.getCamelContextExtension()
                .getFactoryFinder("META-INF/services/org/apache/camel/dev-console/");
        DevConsole console = finder.newInstance("wallaroo", DevConsole.class).orElseThrow();
        CamelContextAware.trySetCamelContext(console, context);
        getMockEndpoint("mock:out").expectedMessageCount(1);
        template.sendBody("direct:in", "x");
        getMockEndpoint("mock:out").assertIsSatisfied();

        await().untilAsserted(() -> {
            String text = (String) console.call(DevConsole.MediaType.TEXT, Map.of());
            assertThat(text).contains("source connector feed: connected to 127.0.0.1:" + port)
                    .contains("sink connector results: listening on 127.0.0.1:" + port + ", 1 workers are connected")
                    .containsPattern("wallaroo\\.sent +1 messages")
                    .containsPattern("wallaroo\\.received +1 messages");
        });
        JsonObject json = (JsonObject) console.call(DevConsole.MediaType.JSON, Map.of());
        assertThat((JsonArray) json.get("connectors")).hasSize(2);
    }
}
