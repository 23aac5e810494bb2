package io.github.camelwallaroo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.python.PythonTraceback;
import io.github.camelwallaroo.testservices.tools.RequiredTool;

/** Endpoints whose application is a Python module. */
@Timeout(120)
class WallarooPythonIT extends CamelTestSupport {

    private static final String MODULE = """
            import wallaroo
            import wallaroo.experimental


            @wallaroo.experimental.stream_message_encoder
            def encode_count(data):
                if data == b"999":
                    raise ValueError("the thousandth")
                return b"<" + data + b">"


            @wallaroo.experimental.stream_message_decoder
            def decode_vote(data):
                name, count = data.decode().split("=")
                return name, int(count)


            def application_setup(args):
                counts = wallaroo.experimental.SourceConnectorConfig("counts", encode_count, None, 7100)
                votes = wallaroo.experimental.SinkConnectorConfig("votes", None, decode_vote, 7200)
                return wallaroo.build_application("Votes", wallaroo.source("count", counts).to_sink(votes))
            """;

    @TempDir
    static Path folder;

    private final ListeningWorker worker = new ListeningWorker(FreePorts.next(), Protocol.V0_6);

    @BeforeAll
    static void writeModule() throws Exception {
        RequiredTool.PYTHON.assumeInstalled();
        Files.writeString(folder.resolve("votes.py"), MODULE);
    }

    @AfterEach
    void stopWorker() {
        context.stop();
        worker.close();
    }

    @Override
    protected RouteBuilder createRouteBuilder() throws Exception {
        worker.start();
        String application = "?application=" + folder.resolve("votes.py");
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:counts").to("wallaroo:counts" + application + "&port=" + worker.port());
                from("direct:plain").to("wallaroo:counts" + application + "&format=text&port=" + worker.port());
                from("wallaroo:votes" + application + "&port=0").routeId("votes").to("mock:votes");
            }
        };
    }

    private int sinkPort() {
        return ((WallarooConsumer) context.getRoute("votes").getConsumer()).getConnector().address().port();
    }

    private List<String> received() {
        return worker.frames().stream().map(frame -> new String(frame.payload(), UTF_8)).toList();
    }

    @Test
    void shouldFailTheOneMessageWhenItsEncoderRaises() {
        List<CompletableFuture<Exchange>> sent = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            sent.add(template.asyncSend("direct:counts", exchange(Integer.toString(i).getBytes(UTF_8))));
        }

        await().atMost(Duration.ofSeconds(60)).until(() -> worker.frames().size() == 999);
        assertThat(received()).containsExactlyInAnyOrderElementsOf(
                IntStream.range(0, 999).mapToObj(i -> "<" + i + ">").toList());
        Exception failure = sent.get(999).join().getException();
        assertThat(failure).isInstanceOf(ConversionException.class)
                .hasMessageStartingWith("encode_count raised ValueError: the thousandth at ");
        assertThat(PythonTraceback.of(failure)).get().asString().contains("in encode_count");
        assertThat(sent.subList(0, 999)).allMatch(future -> future.join().getException() == null);
    }

    private Exchange exchange(Object body) {
        Exchange exchange = getMandatoryEndpoint("direct:counts").createExchange();
        exchange.getIn().setBody(body);
        return exchange;
    }

    @Test
    void shouldCarryAListAsOneBatchInOrder() {
        template.sendBody("direct:counts",
                IntStream.range(0, 500).mapToObj(i -> Integer.toString(i).getBytes(UTF_8)).toList());
        template.sendBody("direct:counts", "500".getBytes(UTF_8));

        await().atMost(Duration.ofSeconds(60)).until(() -> worker.frames().size() == 501);
        assertThat(received())
                .containsExactlyElementsOf(IntStream.range(0, 501).mapToObj(i -> "<" + i + ">").toList());
    }

    @Test
    void shouldGiveTheEncoderBytesWhenTheBodyIsAStream() {
        template.sendBody("direct:counts", new ByteArrayInputStream("7".getBytes(UTF_8)));

        await().atMost(Duration.ofSeconds(60)).until(() -> worker.frames().size() == 1);
        assertThat(received()).containsExactly("<7>");
    }

    @Test
    void shouldUseTheFormatWhenTheAddressNamesOne() {
        template.sendBody("direct:plain", "7");

        await().atMost(Duration.ofSeconds(60)).until(() -> worker.frames().size() == 1);
        assertThat(received()).containsExactly("7");
    }

    @Test
    void shouldGiveKeyAndBodyWhenTheDecoderGivesAPair() throws Exception {
        MockEndpoint votes = getMockEndpoint("mock:votes");
        votes.expectedMessageCount(1_000);
        try (DiallingWorker dialling = new DiallingWorker(sinkPort())) {
            for (int i = 0; i < 500; i++) {
                dialling.send("a=" + i);
                dialling.send("b=" + i);
            }

            votes.assertIsSatisfied(60_000);
        }
        for (int i = 0; i < 1_000; i++) {
            Exchange exchange = votes.getExchanges().get(i);
            assertThat(exchange.getIn().getHeader(WallarooConstants.KEY)).isEqualTo(i % 2 == 0 ? "a" : "b");
            assertThat(exchange.getIn().getBody()).isEqualTo((long) i / 2);
        }
    }

    @Test
    void shouldGoOnBehindWhatTheDecoderRefuses() throws Exception {
        MockEndpoint votes = getMockEndpoint("mock:votes");
        votes.expectedBodiesReceived(1L, 2L);
        try (DiallingWorker dialling = new DiallingWorker(sinkPort())) {
            dialling.send("a=1").send("nonsense").send("a=2");

            votes.assertIsSatisfied(60_000);
        }
    }

    @Test
    void shouldSayWhatIsThereWhenTheConnectorIsNot() {
        String application = "?application=" + folder.resolve("votes.py");

        assertThatThrownBy(() -> context.getEndpoint("wallaroo:cuonts" + application).createProducer())
                .hasMessageContaining("application 'Votes' has no connector 'cuonts'; did you mean 'counts'?");
        assertThatThrownBy(() -> context.getEndpoint("wallaroo:votes" + application).createProducer())
                .hasMessageContaining("connector 'votes' of application 'Votes' is a sink: nothing can be sent to it");
    }
}
