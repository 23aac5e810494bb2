package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
