package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.OnFailure;
import io.github.camelwallaroo.sink.SinkPayload;
import io.github.camelwallaroo.sink.SinkSessionOptions;
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

    @Test
    void shouldHaveDefaultsThatHoldForASink() throws Exception {
        EndpointSettings settings = sink("wallaroo:results?port=7200&protocol=1&resilience=true");

        assertThat(settings.session()).isNull();
        assertThat(settings.sinkSession()).isEqualTo(SinkSessionOptions.of("results").withResilience(true));
        assertThat(settings.maxFrameSize()).as("a frame cannot be refused there").isEqualTo(64 * 1024 * 1024);
        assertThat(sink("wallaroo:results?port=7200").sinkSession()).isNull();
        assertThat(sink("wallaroo:results?port=7200").maxFrameSize()).isEqualTo(4 * 1024 * 1024);
    }

    @Test
    void shouldTakeEveryOptionOfASinksSession() throws Exception {
        assertThat(sink("wallaroo:results?port=7200&protocol=1&resilience=true&cookie=hush&payload=stream"
                + "&transactionLog=" + folder + "&deliveredFlushMessages=7&deliveredFlushInterval=2s&backlogLimit=1000"
                + "&onFailure=stop&retryDelay=1m&maxFrameSize=20000").sinkSession())
                .isEqualTo(new SinkSessionOptions("hush", true, SinkPayload.STREAM, folder, 7, Duration.ofSeconds(2),
                        1000, OnFailure.STOP, Duration.ofMinutes(1)));
        assertThat(sink("wallaroo:results?port=7200&protocol=1&resilience=true&onFailure=continue").sinkSession()
                .onFailure()).isEqualTo(OnFailure.CONTINUE);
    }

    @Test
    void shouldTakeFromTheApplicationWhatTheAddressOfASinkDoesNotSay() throws Exception {
        String application = "application=" + Files.writeString(folder.resolve("celsius.yaml"), """
                name: Celsius
                connectors:
                  results:
                    direction: sink
                    port: 7200
                    protocol: "1"
                    cookie: hush
                    resilience: true
                    payload: stream
                """);
        SinkSessionOptions described = SinkSessionOptions.of("results")
                .withCookie("hush")
                .withResilience(true)
                .withPayload(SinkPayload.STREAM);
        assertThat(sink("wallaroo:results?" + application).sinkSession()).isEqualTo(described);
        assertThat(sink("wallaroo:results?resilience=false&cookie=other&payload=octets&" + application).sinkSession())
                .isEqualTo(SinkSessionOptions.of("results").withCookie("other"));
    }

    @Test
    void shouldTakeABlankOptionOfASinkAsNotGiven() throws Exception {
        assertThat(sink("wallaroo:results?port=7200&payload=&transactionLog=&onFailure=&cookie=").sinkSession())
                .isNull();
        assertThat(sink("wallaroo:results?port=7200&protocol=1&payload=&transactionLog=&onFailure=").sinkSession())
                .isEqualTo(SinkSessionOptions.of("results"));
    }

    @Test
    void shouldLetTheComponentSayWhatOnlySomeEndpointsCanUse() throws Exception {
        WallarooConfiguration defaults = context.getComponent("wallaroo", WallarooComponent.class).getConfiguration();
        defaults.setTransactionLog(folder.toString());
        defaults.setOnFailure("continue");
        defaults.setPayload("stream");

        assertThat(source("wallaroo:feed?port=1&protocol=1&resilience=true").session()).isNotNull();
        assertThat(sink("wallaroo:old?port=1").sinkSession()).isNull();
        assertThat(sink("wallaroo:results?port=1&protocol=1&resilience=true").sinkSession().transactionLog())
                .isEqualTo(folder);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "port=1&resilience=true | wallaroo:results: resilience=true with protocol=0.6, which has neither transactions nor"
                    + " acknowledgements; expected protocol=1 and a worker that speaks it, or neither",
            "port=1&payload=stream | wallaroo:results: payload=stream with protocol=0.6, which",
            "port=1&transactionLog=/tmp/x | wallaroo:results: transactionLog with protocol=0.6, which",
            "port=1&protocol=0.5&onFailure=stop | wallaroo:results: onFailure with protocol=0.5, which",
            "port=1&protocol=1&retryDelay=1s | wallaroo:results: retryDelay with resilience=false: what a worker without"
                    + " resilience sends is handed on as it arrives and is not kept; expected resilience=true and a worker"
                    + " built with it, or no retryDelay",
            "port=1&protocol=1&backlogLimit=1 | wallaroo:results: backlogLimit with resilience=false",
            "port=1&protocol=1&payload=json | wallaroo:results: payload 'json' is unknown; expected octets or stream",
            "port=1&protocol=1&resilience=true&onFailure=ignore | wallaroo:results: onFailure 'ignore' is unknown; expected"
                    + " continue or stop",
            "port=1&protocol=1&resilience=true&onFailure=continue&retryDelay=1s | wallaroo:results: retryDelay with"
                    + " onFailure=continue, which tries nothing again; expected onFailure=stop, or no retryDelay",
            "port=1&protocol=1&resilience=true&deliveredFlushMessages=0 | wallaroo:results: deliveredFlushMessages is 0;"
                    + " expected 1 or more",
            "port=1&protocol=1&resilience=true&deliveredFlushInterval=0 | wallaroo:results: deliveredFlushInterval is PT0S;"
                    + " expected more than zero",
            "port=1&protocol=1&resilience=true&backlogLimit=0 | wallaroo:results: backlogLimit is 0; expected 1 byte or more",
            "port=1&protocol=1&resilience=true&retryDelay=-1 | wallaroo:results: retryDelay is PT-0.001S; expected zero"})
    void shouldSayWhatIsWrongWithAnOptionOfASink(String options, String message) {
        assertThatThrownBy(() -> sink("wallaroo:results?" + options)).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"payload=octets", "transactionLog=x", "deliveredFlushMessages=1",
            "deliveredFlushInterval=1",
            "backlogLimit=1", "onFailure=stop", "retryDelay=1"})
    void shouldRefuseToAProducerWhatIsAboutOutput(String option) {
        String name = option.substring(0, option.indexOf('='));
        assertThatThrownBy(() -> source("wallaroo:feed?port=1&protocol=1&resilience=true&" + option)).hasMessage(
                "wallaroo:feed: " + name
                        + " is about what comes out of a worker, and to(\"wallaroo:feed\") is a source;"
                        + " expected no " + name + ", or from(\"wallaroo:feed\")");
    }

    @Test
    void shouldShowNoCookieOfASink() throws Exception {
        assertThat(sink("wallaroo:results?port=1&protocol=1&cookie=hush").toString()).doesNotContain("hush");
    }

    private EndpointSettings sink(String uri) throws Exception {
        return context.getEndpoint(uri, WallarooEndpoint.class).settings(Direction.SINK);
    }

    private EndpointSettings source(String uri) throws Exception {
        WallarooEndpoint endpoint = context.getEndpoint(uri, WallarooEndpoint.class);
        return endpoint.settings(Direction.SOURCE);
    }
}
