package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

import org.apache.camel.CamelContextAware;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.spi.FactoryFinder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void shouldShowWhereTheStreamsOfASourceStand() throws Exception {
        try (ScriptedWorker worker = new ScriptedWorker(FreePorts.next()).checkpointingAlways().start()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:safe").routeId("safe")
                            .to("wallaroo:safe?format=text&protocol=1&resilience=true&stream=s&port=" + worker.port());
                }
            });
            template.sendBodyAndHeader("direct:safe", "x", WallarooConstants.MESSAGE_ID, "18446744073709551614");

            assertThat(console(DevConsole.MediaType.TEXT).toString()).contains("stream s: ")
                    .contains(" at 127.0.0.1:" + worker.port() + ", acknowledged 18446744073709551614 of"
                            + " 18446744073709551614, 0 messages (0 bytes) not yet, the oldest for 0 ms");
            assertThat(console(DevConsole.MediaType.JSON).toString()).contains("stream=s")
                    .contains("acknowledged=18446744073709551614");
            context.getRouteController().stopRoute("safe");
        }
    }

    @Test
    void shouldShowWhereTheOutputOfAResilientWorkerStands(@TempDir Path folder) throws Exception {
        int sinkPort = FreePorts.next();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:kept?protocol=1&resilience=true&format=text&port=" + sinkPort + "&transactionLog="
                        + folder)
                        .routeId("kept")
                        .to("mock:kept");
            }
        });
        try (CommittingWorker worker = new CommittingWorker(sinkPort, "initializer")) {
            worker.connect().checkpoint("ab", "c").send("d").phase1();

            await().untilAsserted(() -> assertThat(console(DevConsole.MediaType.TEXT).toString())
                    .containsPattern("stream " + Pattern.quote(worker.stream())
                            + ": connected, epoch [0-9]+, committed up to byte 3, delivered up to"
                            + " byte 3, backlog 0 bytes, undecided " + Pattern.quote(worker.transaction())));
            assertThat(console(DevConsole.MediaType.JSON).toString()).contains("stream=" + worker.stream())
                    .contains("committed=3")
                    .contains("backlogBytes=0");
        }
        context.getRouteController().stopRoute("kept");
    }

    private Object console(DevConsole.MediaType type) throws Exception {
        DevConsole console = context.getCamelContextExtension()
                .getFactoryFinder("META-INF/services/org/apache/camel/dev-console/")
                .newInstance("wallaroo", DevConsole.class)
                .orElseThrow();
        CamelContextAware.trySetCamelContext(console, context);
        return console.call(type, Map.of());
    }
}
