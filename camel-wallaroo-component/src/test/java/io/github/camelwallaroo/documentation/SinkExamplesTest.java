package io.github.camelwallaroo.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.CommittingWorker;
import io.github.camelwallaroo.FreePorts;
import io.github.camelwallaroo.WallarooConstants;

/** The routes of docs/component.md for the output of protocol 1, word for word. */
@Timeout(60)
class SinkExamplesTest {

    private static final String COOKIE = "Dragons-Love-Tacos";

    @TempDir
    private Path folder;
    private final int port = FreePorts.next();
    private final CommittingWorker worker = new CommittingWorker(port, "initializer").cookie(COOKIE);
    private CamelContext context;

    @BeforeEach
    void makeContext() {
        context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("sinkPort", String.valueOf(port));
        context.getPropertiesComponent().addInitialProperty("cookie", COOKIE);
        context.getPropertiesComponent().addInitialProperty("stateDirectory", folder.toString());
    }

    @AfterEach
    void close() throws Exception {
        worker.close();
        context.close();
    }

    private MockEndpoint mock(String name) {
        return context.getEndpoint("mock:" + name, MockEndpoint.class);
    }

    @Test
    void shouldHandOnWhatIsCommittedAndGoOnBehindADeadLetter() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:results?protocol=1&resilience=true&cookie={{cookie}}&port={{sinkPort}}&format=text"
                        + "&transactionLog={{stateDirectory}}/results")
                        .errorHandler(deadLetterChannel("mock:dead").maximumRedeliveries(3).redeliveryDelay(100))
                        .to("mock:results");
            }
        });
        AtomicInteger attempts = new AtomicInteger();
        mock("results").whenAnyExchangeReceived(exchange -> {
            if (exchange.getIn().getBody().equals("b")) {
                attempts.incrementAndGet();
                throw new IllegalStateException("no");
            }
        });
        context.start();
        worker.connect().checkpoint("a", "b", "c");

        mock("dead").expectedBodiesReceived("b");
        mock("dead").assertIsSatisfied();
        await().until(() -> mock("results").getReceivedCounter() == 6);
        assertThat(attempts).hasValue(4);
    }

    @Test
    void shouldReadTheSameFromYaml() throws Exception {
        String yaml = Pages.blocks("yaml")
                .stream()
                .map(Pages.Block::text)
                .filter(text -> text.contains("onFailure: stop"))
                .findFirst()
                .orElseThrow();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromBytes("results.yaml", yaml.getBytes(StandardCharsets.UTF_8)));
        context.start();
        mock("results").expectedBodiesReceived("a", "b");
        worker.connect().checkpoint("a", "b");

        mock("results").assertIsSatisfied();
        assertThat(folder.resolve("results")).isDirectory();
    }

    @Test
    void shouldKeepRepetitionsAwayByTheIdOfAMessage() throws Exception {
        context.getRegistry().bind("seen", MemoryIdempotentRepository.memoryIdempotentRepository());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:results?protocol=1&resilience=true&cookie={{cookie}}&port={{sinkPort}}&format=text"
                        + "&transactionLog={{stateDirectory}}/results")
                        .idempotentConsumer(header(WallarooConstants.MESSAGE_ID))
                        .idempotentRepository("seen")
                        .to("mock:results");
            }
        });
        context.start();
        MemoryIdempotentRepository seen = context.getRegistry()
                .lookupByNameAndType("seen", MemoryIdempotentRepository.class);
        mock("results").expectedBodiesReceived("a");
        worker.connect().checkpoint("a");
        mock("results").assertIsSatisfied();
        String ids = "results/" + worker.stream() + "/"
                + mock("results").getExchanges().get(0).getIn().getHeader(WallarooConstants.EPOCH) + "/";
        seen.add(ids + 1);
        mock("results").reset();
        mock("results").expectedBodiesReceived("c");
        worker.checkpoint("b", "c");

        mock("results").assertIsSatisfied();
        assertThat(seen.contains(ids + 2)).isTrue();
    }
}
