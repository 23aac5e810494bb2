package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.CompletionMode;
import io.github.camelwallaroo.source.OnPoison;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.transport.HostPort;

class EndpointSettingsTest {

    private final CamelContext context = new DefaultCamelContext();

    @TempDir
    private Path folder;

    @AfterEach
    void close() throws Exception {
        context.close();
    }

    @Test
    void shouldHaveNoSessionInTheGenerationsWithoutHandshake() throws Exception {
        EndpointSettings settings = source("wallaroo:feed?port=7100&stream=s&cookie=hush");

        assertThat(settings.protocol()).isEqualTo(Protocol.V0_6);
        assertThat(settings.session()).isNull();
        assertThat(settings.maxFrameSize()).isEqualTo(4 * 1024 * 1024);
    }

    @Test
    void shouldHaveDefaultsThatHoldWhenAWorkerHasNoResilience() throws Exception {
        EndpointSettings settings = source("wallaroo:feed?port=7100&protocol=1");

        assertThat(settings.session()).isEqualTo(new SessionOptions("", "camel-wallaroo",
                SessionOptions.defaultInstanceName(), false, CompletionMode.WRITTEN, null, 3, OnPoison.STOP));
        assertThat(settings.maxFrameSize()).as("what a worker takes").isEqualTo(16384);
    }

    @Test
    void shouldCompleteWhenAcknowledgedWhenAWorkerHasResilience() throws Exception {
        assertThat(source("wallaroo:feed?port=7100&protocol=1&resilience=true").session().completion())
                .isEqualTo(CompletionMode.ACKNOWLEDGED);
        assertThat(
                source("wallaroo:feed?port=7100&protocol=1&resilience=true&completion=written").session().completion())
                .isEqualTo(CompletionMode.WRITTEN);
    }

    @Test
    void shouldTakeEveryOptionOfTheSession() throws Exception {
        EndpointSettings settings = source("wallaroo:feed?port=7100&protocol=1&resilience=true&cookie=RAW(h&sh)"
                + "&instanceName=node-7&stream=orders&poisonRetries=5&onPoison=deadLetter&maxFrameSize=20000");

        assertThat(settings.session()).isEqualTo(new SessionOptions("h&sh", "camel-wallaroo", "node-7", true,
                CompletionMode.ACKNOWLEDGED, "orders", 5, OnPoison.DEAD_LETTER));
        assertThat(settings.maxFrameSize()).isEqualTo(20000);
    }

    /** Route templates cannot leave an option out. */
    @Test
    void shouldTakeABlankOptionAsNotGiven() throws Exception {
        assertThat(source(
                "wallaroo:feed?port=7100&protocol=1&completion=&cookie=&instanceName=&stream=&onPoison=&workers=")
                .session())
                .isEqualTo(source("wallaroo:feed?port=7100&protocol=1").session());
    }

    @Test
    void shouldTakeFromTheApplicationWhatTheAddressDoesNotSay() throws Exception {
        String application = "application=" + Files.writeString(folder.resolve("celsius.yaml"), """
                name: Celsius
                connectors:
                  feed:
                    direction: source
                    port: 7100
                    protocol: "1"
                    cookie: hush
                    resilience: true
                """);
        assertThat(source("wallaroo:feed?" + application).session())
                .isEqualTo(SessionOptions.DEFAULT.withCookie("hush").withResilience(true));
        assertThat(source("wallaroo:feed?resilience=false&cookie=other&" + application).session())
                .isEqualTo(SessionOptions.DEFAULT.withCookie("other"));
        assertThat(source("wallaroo:feed?workers=a:1&" + application).addresses())
                .containsExactly(new HostPort("a", 1));
    }

    @Test
    void shouldPreferWorkersToHostAndPort() throws Exception {
        assertThat(source("wallaroo:feed?workers=a:7100, b:7200,[::1]:7300&host=c&port=1").addresses())
                .containsExactly(new HostPort("a", 7100), new HostPort("b", 7200), new HostPort("::1", 7300));
        assertThat(source("wallaroo:feed?host=a,b:7200&port=7100").addresses())
                .containsExactly(new HostPort("a", 7100), new HostPort("b", 7200));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "port=1&resilience=true | wallaroo:feed: resilience=true with protocol=0.6, which acknowledges nothing; expected"
                    + " protocol=1 and a worker that speaks it, or neither",
            "port=1&protocol=0.5&completion=acknowledged | wallaroo:feed: completion=acknowledged with protocol=0.5, which",
            "port=1&protocol=1&completion=acknowledged | completion=acknowledged with resilience=false: a worker without",
            "port=1&protocol=1&completion=done | wallaroo:feed: completion 'done' is unknown; expected accepted or acknowledged or"
                    + " written",
            "port=1&protocol=1&onPoison=ignore | wallaroo:feed: onPoison 'ignore' is unknown; expected deadLetter or stop",
            "port=1&protocol=1&resilience=true&completion=written&onPoison=deadLetter | wallaroo:feed: onPoison=deadLetter"
                    + " with completion=written: an exchange that completed already cannot go to the dead letter any more",
            "port=1&protocol=1&poisonRetries=0 | poisonRetries 0; expected 1 or more",
            "workers=a:1,b | wallaroo:feed: 'b' in workers has no port; expected host:port,host:port,...",
            "workers=a:1,b:x | 'b:x' is not an address: 'x' is no port; expected host:port"})
    void shouldSayWhatIsWrongWithAnOption(String options, String message) {
        assertThatThrownBy(() -> source("wallaroo:feed?" + options)).hasMessageStartingWith(message);
    }

    @Test
    void shouldShowNoCookie() throws Exception {
        assertThat(source("wallaroo:feed?port=1&protocol=1&cookie=hush").toString()).doesNotContain("hush");
        assertThat(context.getEndpoint("wallaroo:feed?port=1&cookie=hush&protocol=1").toString())
                .isEqualTo("wallaroo://feed?cookie=xxxxxx&port=1&protocol=1");
    }

    private EndpointSettings source(String uri) throws Exception {
        WallarooEndpoint endpoint = context.getEndpoint(uri, WallarooEndpoint.class);
        return EndpointSettings.resolve(context, endpoint.getName(), Direction.SOURCE, endpoint.getConfiguration());
    }
}
