package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.FailurePolicy;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** One message ends the worker, which somebody starts again, for the replay to end it once more (rule S9). */
@Timeout(300)
class PoisonIT {

    private static final String POISON = "poison";
    private static final int MESSAGES = 200;
    private static final Duration LONG = Duration.ofSeconds(120);

    private final TransactionalMemorySink<String> sink = TransactionalMemorySink.named("out");
    @TempDir
    private Path stateDir;
    private volatile EmbeddedWorker worker;
    private volatile boolean over;
    private volatile CamelContext context;
    private volatile String uri;
    private volatile int deaths;
    private Thread supervisor;

    @BeforeEach
    void startWorker() throws IOException {
        Application application = Application.named("mortal")
                .source("read", SourceConnectorConfig.named("feed")
                        .protocol(Protocol.V1)
                        .format("text")
                        .port(StablePorts.row(1)), String.class)
                .to("compute", text -> {
                    if (text.equals(POISON)) {
                        throw new IllegalStateException("no worker survives this");
                    }
                    return text;
                })
                .toSink(sink)
                .build();
        worker = EmbeddedWorker.start(application, WorkerOptions.defaults()
                .withStateDir(stateDir)
                .checkpointInterval(Duration.ofMillis(20))
                .onFailure(FailurePolicy.STOP)
                .stopTimeout(Duration.ofMillis(50)));
        supervisor = new Thread(this::startAgainAndAgain, "supervisor");
        supervisor.setDaemon(true);
        supervisor.start();
    }

    private void startAgainAndAgain() {
        try {
            while (true) {
                worker.awaitStopped();
                if (over) {
                    return;
                }
                deaths++;
                awaitVainDial();
                if (!startAgain()) {
                    return;
                }
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("the worker cannot be started again after " + deaths + " deaths", e);
        }
    }

    /** @return false if the test is over, and nobody is to be left running */
    private synchronized boolean startAgain() throws IOException {
        if (!over) {
            worker = worker.restart();
        }
        return !over;
    }

    private synchronized void end() {
        over = true;
        worker.kill();
    }

    /** A process takes longer to start than a connector to notice that it is gone: only so a death is no rollback. */
    private void awaitVainDial() {
        long before = dialFailures();
        Patience.until("the connector dialled in vain", () -> over || dialFailures() > before);
    }

    private long dialFailures() {
        return context.getEndpoint(uri, WallarooEndpoint.class)
                .getSourceConnector()
                .metrics()
                .get(Metric.DIAL_FAILURES);
    }

    @AfterEach
    void stopWorker() throws Exception {
        context.close();
        end();
        supervisor.join(LONG.toMillis());
    }

    @Test
    void shouldPutTheOneMessageAsideAndGoOnBehindIt() throws Exception {
        List<String> texts = Stream.concat(
                Stream.concat(IntStream.range(0, MESSAGES / 2).mapToObj(String::valueOf), Stream.of(POISON)),
                IntStream.range(MESSAGES / 2, MESSAGES).mapToObj(String::valueOf)).toList();
        try (ProducerTemplate template = start("onPoison=deadLetter")) {
            MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);

            List<CompletableFuture<Exchange>> sent = texts.stream()
                    .map(text -> template.asyncSend("direct:in", exchange -> exchange.getIn().setBody(text)))
                    .toList();

            CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                    .get(LONG.toSeconds(),
                            TimeUnit.SECONDS);
            assertThat(dead.getReceivedExchanges()).extracting(exchange -> exchange.getIn().getBody(String.class))
                    .containsExactly(POISON);
            List<String> expected = texts.stream().filter(text -> !text.equals(POISON)).toList();
            Patience.until("every other message came out", () -> sink.committed().size() >= expected.size());
            assertThat(sink.committed()).containsExactlyInAnyOrderElementsOf(expected);
            System.out.printf("one message of %d killed the worker %d times before it was put aside%n", texts.size(),
                    deaths);
            assertThat(deaths).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void shouldStopTheStreamAndSayWhichMessagesWereInFlight() throws Exception {
        try (ProducerTemplate template = start("onPoison=stop")) {
            MockEndpoint dead = context.getEndpoint("mock:dead", MockEndpoint.class);

            template.asyncSend("direct:in", exchange -> exchange.getIn().setBody(POISON))
                    .get(LONG.toSeconds(),
                            TimeUnit.SECONDS);

            assertThat(dead.getReceivedExchanges()).singleElement()
                    .satisfies(exchange -> assertThat(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                            .hasMessageContaining("is stopped: the worker died")
                            .hasMessageContaining("was this message alone"));
        }
    }

    private ProducerTemplate start(String options) throws Exception {
        uri = "wallaroo:feed?protocol=1&resilience=true&format=text&reconnectDelay=10&reconnectMaxDelay=50&port="
                + worker.sourcePort("feed") + "&" + options;
        context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("mock:dead"));
                from("direct:in").to(uri);
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        template.start();
        return template;
    }
}
