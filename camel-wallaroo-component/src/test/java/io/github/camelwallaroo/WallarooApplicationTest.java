package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.ApplicationDescription;
import io.github.camelwallaroo.application.ApplicationModule;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.transport.HostPort;

/** What the application says is the default; what the URI says wins. */
class WallarooApplicationTest extends CamelTestSupport {

    @TempDir
    Path folder;
    private Path application;
    private int port;

    @BeforeEach
    void describeApplication() throws Exception {
        port = FreePorts.next();
        application = folder.resolve("celsius.yaml");
        Files.writeString(application, """
                name: Celsius
                connectors:
                  feed:
                    direction: source
                    port: %d
                    protocol: 0.5
                    format: float32
                  conversion:
                    direction: sink
                    port: %d
                    format: text
                """.formatted(port, FreePorts.next()));
    }

    @Test
    void shouldTakeFromTheApplicationWhatTheUriDoesNotSay() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:anything?format=float32&protocol=0.5&port=" + port).to("mock:out");
                from("direct:in").to("wallaroo:feed?application=" + application);
            }
        });
        context.start();
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived(37.5f);
        template.sendBody("direct:in", 37.5);
        out.assertIsSatisfied();
    }

    @Test
    void shouldTakeAnApplicationFromTheRegistry() throws Exception {
        int sinkPort = FreePorts.next();
        ApplicationModule celsius = arguments -> ApplicationDescription.of("Celsius " + arguments,
                SourceConnectorConfig.named("feed").port(port).encoder(WallarooApplicationTest::positive),
                SinkConnectorConfig.named("conversion").port(sinkPort).decoder(payload -> "got " + payload.length));
        context.getRegistry().bind("celsius", celsius);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:conversion?application=#bean:celsius").to("mock:out");
                from("direct:in").to("wallaroo:feed?application=#celsius&port=" + sinkPort);
            }
        });
        context.start();
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived("got 1", "got 3");

        template.sendBody("direct:in", 1);
        assertThatThrownBy(() -> template.sendBody("direct:in", -1))
                .hasRootCauseMessage("-1 is not positive");
        template.sendBody("direct:in", 3);

        out.assertIsSatisfied();
    }

    private static byte[] positive(Object body) {
        if ((Integer) body <= 0) {
            throw new IllegalArgumentException(body + " is not positive");
        }
        return new byte[(Integer) body];
    }

    /** As a route names it. */
    public static class Celsius implements ApplicationModule {

        @Override
        public ApplicationDescription describe(List<String> arguments) {
            return ApplicationDescription.of(arguments.toString(), SourceConnectorConfig.named("feed").port(7100));
        }
    }

    @Test
    void shouldTakeAnApplicationByTheNameOfItsClass() throws Exception {
        for (String name : List.of(Celsius.class.getName(), "%23class:" + Celsius.class.getName())) {
            WallarooEndpoint endpoint = context.getEndpoint("wallaroo:feed?application=" + name,
                    WallarooEndpoint.class);

            assertThat(endpoint.settings(Direction.SOURCE).addresses())
                    .containsExactly(new HostPort("127.0.0.1", 7100));
        }
    }

    @Test
    void shouldTakeValuesOfAFileFromPropertiesOfTheContext() throws Exception {
        context.getPropertiesComponent().addInitialProperty("celsius.port", "7123");
        Files.writeString(application, """
                name: Celsius
                connectors:
                  feed: {direction: source, port: "{{celsius.port}}", host: "{{celsius.host:127.0.0.9}}"}
                """);
        WallarooEndpoint endpoint = context.getEndpoint("wallaroo:feed?application=" + application,
                WallarooEndpoint.class);

        assertThat(endpoint.settings(Direction.SOURCE).addresses()).containsExactly(new HostPort("127.0.0.9", 7123));
    }

    @Test
    void shouldLetTheUriWin() throws Exception {
        int other = FreePorts.next();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:anything?format=text&port=" + other).to("mock:out");
                from("direct:in")
                        .to("wallaroo:feed?format=text&protocol=0.6&port=" + other + "&application=" + application);
            }
        });
        context.start();
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived("warm");
        template.sendBody("direct:in", "warm");
        out.assertIsSatisfied();
    }

    @Test
    void shouldTakeASinkOfProtocol1FromTheApplication() throws Exception {
        int committing = FreePorts.next();
        Files.writeString(application, """
                name: Celsius
                connectors:
                  conversion:
                    direction: sink
                    port: %d
                    protocol: "1"
                    resilience: true
                    cookie: hush
                    payload: stream
                    format: text
                """.formatted(committing));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:conversion?transactionLog=" + folder.resolve("log") + "&application=" + application)
                        .to("mock:out");
            }
        });
        context.start();
        MockEndpoint out = getMockEndpoint("mock:out");
        out.expectedBodiesReceived("warm");
        out.expectedHeaderReceived(WallarooConstants.KEY, "k");
        try (CommittingWorker worker = new CommittingWorker(committing, "initializer").cookie("hush")) {
            worker.connect().send(CommittingWorker.wrapped(1234, "k", "warm")).checkpoint();
            out.assertIsSatisfied();
        }
    }

    @Test
    void shouldRefuseASourceThatIsUsedAsASink() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:feed?application=" + application).to("mock:out");
            }
        })).rootCause().hasMessageContaining("connector 'feed' of application 'Celsius' is a source");
    }

    @Test
    void shouldSuggestTheNameThatWasMeant() {
        assertThatThrownBy(() -> template.sendBody("wallaroo:fed?application=" + application, 1)).rootCause()
                .hasMessageContaining("no connector 'fed'")
                .hasMessageContaining("feed");
        assertThat(application).exists();
    }
}
