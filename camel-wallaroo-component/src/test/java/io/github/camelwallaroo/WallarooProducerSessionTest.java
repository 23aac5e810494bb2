package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.camelwallaroo.ScriptedWorker.Received;
import io.github.camelwallaroo.frame.EndOfStream;
import io.github.camelwallaroo.frame.FrameType;
import io.github.camelwallaroo.frame.Hello;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.MessageTooLargeException;
import io.github.camelwallaroo.source.StreamException;
import io.github.camelwallaroo.source.StreamStatus;

/** What a route sees of generation 1, against a worker that checkpoints when it is told to. */
@Timeout(60)
class WallarooProducerSessionTest extends CamelTestSupport {

    private static final String DEFAULT_STREAM = "feed/node-7";
    private static final int ENDPOINTS = 5;
    private static final int LARGEST_PAYLOAD = 16384 - 27;

    private final Map<String, AsyncProducer> producers = new HashMap<>();
    private final ScriptedWorker worker = new ScriptedWorker(FreePorts.next()).cookie("hush");

    @Override
    protected RouteBuilder createRouteBuilder() throws Exception {
        worker.start();
        String uri = "wallaroo:feed?protocol=1&port=" + worker.port() + "&cookie=hush&instanceName=node-7&format=text"
                + "&reconnectDelay=10&reconnectMaxDelay=50";
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:acknowledged").routeId("acknowledged").to(uri + "&resilience=true");
                from("direct:written").to(uri + "&resilience=true&completion=written&stream=written");
                from("direct:small").routeId("small").to(uri + "&resilience=true&stream=small&maxPending=2");
                from("direct:plain").to(uri + "&stream=plain");
                from("direct:careful").errorHandler(deadLetterChannel("mock:dead"))
                        .to(uri + "&resilience=true&completion=written&stream=careful");
            }
        };
    }

    @AfterEach
    void stopWorker() throws Exception {
        // An orderly stop waits for what is not acknowledged.
        worker.checkpointingAlways().checkpoint();
        context.stop();
        worker.close();
        assertThat(worker.offences()).isEmpty();
    }

    @Test
    void shouldCompleteAnExchangeWhenACheckpointCoversItsMessage() throws Exception {
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", "a", Map.of());
        await().until(() -> worker.texts().contains("a"));
        assertThat(exchange).isNotDone();

        worker.checkpoint();

        assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
        assertThat(worker.hellos()).contains(new Hello("0.0.1", "hush", "camel-wallaroo", "node-7"));
    }

    @Test
    void shouldCompleteAnExchangeWhenItsBytesAreWrittenIfThatWasAskedFor() {
        template.sendBody("direct:written", "a");
        await().until(() -> worker.texts().contains("a"));
    }

    @Test
    void shouldSendOnceWhenTheWorkerHasNoResilience() throws Exception {
        worker.withoutResilience();
        template.sendBody("direct:plain", "a");
        await().until(() -> worker.texts().contains("a") && worker.hellos().size() == ENDPOINTS);

        worker.cutConnections();
        // What is written before the cut is noticed is lost: that is what "at most once" means.
        await().until(() -> worker.hellos().size() == 2 * ENDPOINTS);

        template.sendBody("direct:plain", "b");
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("a", "b"));
    }

    @Test
    void shouldSendNothingWithoutACredit() throws Exception {
        worker.credits(3).starving();
        worker.cutConnections();
        List<CompletableFuture<Exchange>> exchanges = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> send("direct:acknowledged", "m" + i, Map.of()))
                .toList();
        await().untilAsserted(() -> assertThat(worker.texts()).as("NOTIFY costs one, too").containsExactly("m1", "m2"));

        worker.grant(2);
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("m1", "m2", "m3", "m4"));

        worker.grant(100);
        await().until(() -> worker.texts().size() == 5);
        worker.checkpoint();
        for (CompletableFuture<Exchange> exchange : exchanges) {
            assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
        }
    }

    @Test
    void shouldSpreadItsStreamsOverTheWorkers() throws Exception {
        try (ScriptedWorker other = new ScriptedWorker(FreePorts.next()).cookie("hush").checkpointingAlways().start()) {
            worker.checkpointingAlways();
            String route = "direct:spread";
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from(route)
                            .to("wallaroo:spread?protocol=1&resilience=true&cookie=hush&format=text&workers=127.0.0.1:"
                                    + worker.port() + ",127.0.0.1:" + other.port());
                }
            });
            await().until(() -> worker.hellos().size() == ENDPOINTS + 1 && other.hellos().size() == 1);
            for (int stream = 0; stream < 32; stream++) {
                template.sendBodyAndHeader(route, "m" + stream, WallarooConstants.STREAM, "s" + stream);
            }
            assertThat(worker.messages()).isNotEmpty();
            assertThat(other.messages()).isNotEmpty();
            assertThat(worker.messages().size() + other.messages().size()).isEqualTo(32);
        }
    }

    @Test
    void shouldCompleteManyExchangesWithOneCheckpoint() throws Exception {
        List<CompletableFuture<Exchange>> exchanges = IntStream.rangeClosed(1, 500)
                .mapToObj(i -> send("direct:acknowledged", "m" + i, Map.of()))
                .toList();
        await().until(() -> worker.messages().size() == 500);
        assertThat(exchanges).noneMatch(CompletableFuture::isDone);

        worker.checkpoint();

        for (CompletableFuture<Exchange> exchange : exchanges) {
            assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(worker.messages()).extracting(Received::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 500).mapToObj(Long::valueOf).toList());
    }

    @Test
    void shouldNumberTheDefaultStreamByItself() {
        template.sendBodyAndHeader("direct:written", "a", WallarooConstants.EVENT_TIME, 1_543_600_000_000L);
        template.sendBodyAndHeader("direct:written", "b", WallarooConstants.KEY, "k");
        await().untilAsserted(() -> assertThat(worker.messages()).containsExactly(
                new Received("written", 1, 1_543_600_000_000L, "", "a"), new Received("written", 2, 0, "k", "b")));
    }

    @Test
    void shouldNameTheDefaultStreamAfterConnectorAndInstance() throws Exception {
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", "a", Map.of());
        await().untilAsserted(
                () -> assertThat(worker.messages()).containsExactly(new Received(DEFAULT_STREAM, 1, 0, "", "a")));
        worker.checkpoint();
        exchange.get(45, TimeUnit.SECONDS);
    }

    @Test
    void shouldChooseStreamAndIdByTheHeaders() {
        template.sendBodyAndHeaders("direct:written", "a", ids("t-0", 5L));
        template.sendBodyAndHeaders("direct:written", "b", ids("t-0", "17"));
        template.sendBodyAndHeaders("direct:written", "c", ids("t-1", new BigInteger("18446744073709551614")));

        await().until(() -> worker.messages().size() == 3);
        assertThat(worker.messages()).containsExactlyInAnyOrder(new Received("t-0", 5, 0, "", "a"),
                new Received("t-0", 17, 0, "", "b"), new Received("t-1", -2, 0, "", "c"));
    }

    @Test
    void shouldRefuseHeadersThatSayNothing() {
        assertThat(failure("direct:written", "x", Map.of(WallarooConstants.STREAM, " ")))
                .hasMessageStartingWith("header CamelWallarooStream is blank; expected a stream's name");
        assertThat(failure("direct:written", "x", ids("t", "seven")))
                .hasMessageStartingWith("header CamelWallarooMessageId is 'seven'");
        assertThat(failure("direct:written", List.of("x", "y"), ids("t", 7L))).hasMessageStartingWith(
                "header CamelWallarooMessageId stands for one message, and the body is a list of 2;");
    }

    @Test
    void shouldCompleteAtOnceWhenARedeliveredMessageIsAcknowledgedAlready() throws Exception {
        CompletableFuture<Exchange> first = send("direct:acknowledged", "a", ids("t", 5L));
        await().until(() -> worker.texts().contains("a"));
        worker.checkpoint();
        first.get(45, TimeUnit.SECONDS);

        Exchange again = send("direct:acknowledged", "a", ids("t", 5L)).get(45, TimeUnit.SECONDS);

        assertThat(again.getException()).isNull();
        assertThat(worker.texts()).containsExactly("a");
    }

    @Test
    void shouldJoinTheFirstDeliveryWhenARedeliveredMessageIsUnderWay() throws Exception {
        CompletableFuture<Exchange> first = send("direct:acknowledged", "a", ids("t", 5L));
        await().until(() -> worker.texts().contains("a"));
        CompletableFuture<Exchange> again = send("direct:acknowledged", "a", ids("t", 5L));
        CompletableFuture<Exchange> next = send("direct:acknowledged", "b", ids("t", 6L));
        await().until(() -> worker.texts().contains("b"));
        assertThat(again).isNotDone();

        worker.checkpoint();

        for (CompletableFuture<Exchange> exchange : List.of(first, again, next)) {
            assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(worker.texts()).containsExactly("a", "b");
    }

    @Test
    void shouldFailAMessageWhoseIdWasPassedOver() throws Exception {
        CompletableFuture<Exchange> later = send("direct:acknowledged", "b", ids("t", 6L));
        await().until(() -> worker.texts().contains("b"));

        assertThat(failure("direct:acknowledged", "a", ids("t", 5L))).isInstanceOf(StreamException.class)
                .hasMessageContaining("5")
                .hasMessageContaining("6");

        worker.checkpoint();
        assertThat(later.get(45, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void shouldCompleteABatchWhenAllOfItIsCovered() throws Exception {
        List<Object> batch = new ArrayList<>();
        for (long id = 1; id <= 3; id++) {
            Exchange element = new DefaultExchange(context);
            element.getMessage().setBody("e" + id);
            element.getMessage().setHeaders(ids("t", id));
            batch.add(element);
        }
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", batch, Map.of());
        await().until(() -> worker.messages().size() == 3);
        assertThat(exchange).isNotDone();

        worker.checkpoint();

        assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
        assertThat(worker.messages()).extracting(Received::id).containsExactly(1L, 2L, 3L);
    }

    @Test
    void shouldGiveAMessageToTheDeadLetterWhenNoFrameHoldsIt() throws Exception {
        MockEndpoint dead = getMockEndpoint("mock:dead");
        dead.expectedMessageCount(1);
        String largest = "x".repeat(LARGEST_PAYLOAD);

        template.sendBody("direct:careful", largest + "x");
        template.sendBody("direct:careful", largest);

        dead.assertIsSatisfied();
        assertThat(dead.getExchanges().get(0).getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class))
                .isInstanceOf(MessageTooLargeException.class)
                .hasMessageContaining("message of 16358 bytes")
                .hasMessageContaining("over the 16357 bytes that maxFrameSize 16384 allows");
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly(largest));
    }

    @Test
    void shouldEndAStreamBehindTheMessageThatSaysSoAndOpenItAgain() throws Exception {
        CompletableFuture<Exchange> first = send("direct:acknowledged", "a", ids("t", 1L));
        Map<String, Object> last = Map.of(WallarooConstants.STREAM, "t", WallarooConstants.MESSAGE_ID, 2L,
                WallarooConstants.END_OF_STREAM, "true");
        CompletableFuture<Exchange> second = send("direct:acknowledged", "b", last);
        await().until(() -> worker.frames().contains(new EndOfStream(StreamId.of("t"))));
        assertThat(worker.texts()).containsExactly("a", "b");

        worker.checkpoint();
        assertThat(first.get(45, TimeUnit.SECONDS).getException()).isNull();
        assertThat(second.get(45, TimeUnit.SECONDS).getException()).isNull();
        await().until(() -> streams().stream().noneMatch(stream -> stream.stream().equals("t")));

        CompletableFuture<Exchange> third = send("direct:acknowledged", "c", ids("t", 3L));
        await().until(() -> worker.texts().contains("c"));
        worker.checkpoint();
        assertThat(third.get(45, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void shouldEndAStreamWithoutAMessageWhenThereIsNoBody() throws Exception {
        CompletableFuture<Exchange> first = send("direct:acknowledged", "a", ids("t", 1L));
        await().until(() -> worker.texts().contains("a"));

        template.sendBodyAndHeaders("direct:acknowledged", null,
                Map.of(WallarooConstants.STREAM, "t", WallarooConstants.END_OF_STREAM, true));

        await().until(() -> worker.frames().contains(new EndOfStream(StreamId.of("t"))));
        worker.checkpoint();
        assertThat(first.get(45, TimeUnit.SECONDS).getException()).isNull();
        assertThat(worker.texts()).containsExactly("a");
    }

    @ParameterizedTest
    @EnumSource(value = FrameType.class, names = {"HELLO", "NOTIFY", "MESSAGE"})
    void shouldLoseNothingWhenTheWorkerLeavesAtAnyStep(FrameType step) throws Exception {
        worker.leaveAt(step);
        if (step == FrameType.HELLO) {
            worker.cutConnections();
        }
        List<CompletableFuture<Exchange>> exchanges = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> send("direct:acknowledged", "m" + i, ids("t", (long) i)))
                .toList();
        await().until(() -> worker.texts().contains("m50"));
        worker.checkpoint();

        for (CompletableFuture<Exchange> exchange : exchanges) {
            assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
        }
        assertThat(worker.texts()).containsExactlyElementsOf(
                IntStream.rangeClosed(1, 50).mapToObj(i -> "m" + i).toList());
    }

    @Test
    void shouldSendAgainWhatNoCheckpointCoveredWhenAConnectionWasCut() throws Exception {
        CompletableFuture<Exchange> covered = send("direct:acknowledged", "a", ids("t", 1L));
        await().until(() -> worker.texts().contains("a"));
        worker.checkpoint();
        covered.get(45, TimeUnit.SECONDS);
        CompletableFuture<Exchange> lost = send("direct:acknowledged", "b", ids("t", 2L));
        await().until(() -> worker.texts().contains("b"));

        worker.cutConnections();

        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("a", "b", "b"));
        worker.checkpoint();
        assertThat(lost.get(45, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void shouldAskAgainWhenAStreamIsRefused() throws Exception {
        worker.refuseNotify(2);
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", "a", ids("t", 1L));
        await().until(() -> worker.texts().contains("a"));
        worker.checkpoint();
        assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void shouldStayWithTheWorkerWhenRestartNamesAWildcard() throws Exception {
        CompletableFuture<Exchange> first = send("direct:acknowledged", "a", ids("t", 1L));
        await().until(() -> worker.texts().contains("a"));
        worker.checkpoint();
        first.get(45, TimeUnit.SECONDS);

        worker.sayRestart("0.0.0.0:" + worker.port());

        CompletableFuture<Exchange> second = send("direct:acknowledged", "b", ids("t", 2L));
        await().until(() -> worker.texts().contains("b"));
        worker.checkpoint();
        assertThat(second.get(45, TimeUnit.SECONDS).getException()).isNull();
    }

    @Test
    void shouldCompleteWhatTheWorkerHasAlreadyWhenTheProcessIsNew() {
        worker.covered("t", PointOfReference.of(7));

        template.sendBodyAndHeaders("direct:acknowledged", "old", ids("t", 7L));

        assertThat(worker.texts()).isEmpty();
    }

    @Test
    void shouldGiveBackWhatIsNotAcknowledgedWhenTheRouteStopsAndTheWorkerIsAway() throws Exception {
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", "a", Map.of());
        await().until(() -> worker.texts().contains("a"));
        worker.stop();
        await().until(() -> metric(Metric.CONNECTIONS) == 0);

        assertThat(context.getRouteController().stopRoute("acknowledged", 50, TimeUnit.SECONDS, true))
                .as("orderly, that is within the timeout")
                .isTrue();

        assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNotNull();
    }

    @Test
    void shouldWaitForTheAcknowledgementWhenTheRouteStops() throws Exception {
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", "a", Map.of());
        await().until(() -> worker.texts().contains("a"));
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(this::stopAcknowledged);
        await().until(() -> context.getRouteController().getRouteStatus("acknowledged") == ServiceStatus.Stopping
                || context.getInflightRepository().size("acknowledged") == 1);
        assertThat(exchange).isNotDone();

        worker.checkpointingAlways().checkpoint();

        assertThat(stopped.get(45, TimeUnit.SECONDS)).isTrue();
        assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNull();
    }

    private boolean stopAcknowledged() {
        try {
            return context.getRouteController().stopRoute("acknowledged", 50, TimeUnit.SECONDS, true);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldLetTheHeldCallersGoWhenTheRouteStopsAndTheWorkerIsAway() throws Exception {
        worker.stop();
        List<CompletableFuture<Exchange>> exchanges = IntStream.rangeClosed(1, 4)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> template.request("direct:small", exchange -> exchange.getIn().setBody("m" + i)),
                        command -> new Thread(command).start()))
                .toList();
        await().until(() -> context.getInflightRepository().size("small") == 4);

        assertThat(context.getRouteController().stopRoute("small", 50, TimeUnit.SECONDS, true)).isTrue();

        for (CompletableFuture<Exchange> exchange : exchanges) {
            assertThat(exchange.get(45, TimeUnit.SECONDS).getException()).isNotNull();
        }
    }

    @Test
    void shouldShowItsStreams() throws Exception {
        CompletableFuture<Exchange> exchange = send("direct:acknowledged", "a", ids("t", 5L));
        await().until(() -> worker.texts().contains("a"));

        await().untilAsserted(() -> assertThat(streams()).anySatisfy(stream -> {
            assertThat(stream.stream()).isEqualTo("t");
            assertThat(stream.accepted()).isEqualTo(PointOfReference.of(5));
            assertThat(stream.acknowledged()).isEqualTo(PointOfReference.NONE);
            assertThat(stream.messages()).isEqualTo(1);
            assertThat(stream.worker()).isEqualTo("127.0.0.1:" + worker.port());
            assertThat(stream.problem()).isNull();
        }));
        worker.checkpoint();
        exchange.get(45, TimeUnit.SECONDS);
    }

    private CompletableFuture<Exchange> send(String endpoint, Object body, Map<String, Object> headers) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setBody(body);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        CompletableFuture<Exchange> done = new CompletableFuture<>();
        // In this thread: the template's own would send in any order.
        producers.computeIfAbsent(endpoint, this::producer).process(exchange, sync -> done.complete(exchange));
        return done;
    }

    private AsyncProducer producer(String endpoint) {
        try {
            AsyncProducer producer = context.getEndpoint(endpoint).createAsyncProducer();
            producer.start();
            return producer;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private Exception failure(String endpoint, Object body, Map<String, Object> headers) {
        return template.request(endpoint, exchange -> {
            exchange.getIn().setBody(body);
            exchange.getIn().setHeaders(new HashMap<>(headers));
        }).getException();
    }

    private static Map<String, Object> ids(String stream, Object id) {
        return Map.of(WallarooConstants.STREAM, stream, WallarooConstants.MESSAGE_ID, id);
    }

    private List<StreamStatus> streams() {
        return acknowledged().streams();
    }

    private long metric(Metric metric) {
        return acknowledged().getSourceConnector().metrics().get(metric);
    }

    private WallarooEndpoint acknowledged() {
        return context.getEndpoints()
                .stream()
                .filter(WallarooEndpoint.class::isInstance)
                .map(WallarooEndpoint.class::cast)
                .filter(endpoint -> Boolean.TRUE.equals(endpoint.getConfiguration().getResilience())
                        && endpoint.getConfiguration().getCompletion() == null
                        && endpoint.getConfiguration().getStream() == null)
                .findFirst()
                .orElseThrow();
    }
}
