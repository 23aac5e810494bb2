package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncProducer;
import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.MessageTooLargeException;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.transport.NotSentException;

@Timeout(60)
class WallarooProducerTest extends CamelTestSupport {

    private static final String FAST = "&reconnectDelay=10&reconnectMaxDelay=50";

    @BindToRegistry("shout")
    private final Encoder shout = body -> {
        if (body.equals("quiet")) {
            throw new IllegalStateException("will not shout " + body);
        }
        return body.toString().toUpperCase().getBytes();
    };

    private final ListeningWorker worker = new ListeningWorker(FreePorts.next(), Protocol.V0_6);

    @AfterEach
    void stopWorker() {
        context.stop();
        worker.close();
    }

    @Override
    protected RouteBuilder createRouteBuilder() throws Exception {
        worker.start();
        String uri = "wallaroo:feed?port=" + worker.port() + FAST;
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:text").routeId("text").to(uri + "&format=text");
                from("direct:float").to(uri + "&format=float32");
                from("direct:bytes").to(uri + "&maxFrameSize=1000");
                from("direct:bean").to(uri + "&format=#shout");
                from("direct:small").routeId("small").to(uri + "&format=text&maxPending=2");
                from("direct:limited").to(uri + "&format=text&reconnectMaxAttempts=2");
                from("direct:key").to(uri + "&format=key-value");
                from("direct:json").to(uri + "&format=json");
            }
        };
    }

    private Exception failure(String endpoint, Object body) {
        return template.request(endpoint, exchange -> exchange.getIn().setBody(body)).getException();
    }

    private long metric(String route, Metric metric) {
        return connector(route).metrics().get(metric);
    }

    private SourceConnector connector(String route) {
        return endpoint(route).getSourceConnector();
    }

    private WallarooEndpoint endpoint(String route) {
        return context.getEndpoints()
                .stream()
                .filter(WallarooEndpoint.class::isInstance)
                .map(WallarooEndpoint.class::cast)
                .filter(endpoint -> route.equals("small") == (endpoint.getConfiguration().getMaxPending() == 2)
                        && "text".equals(endpoint.getConfiguration().getFormat())
                        && endpoint.getConfiguration().getReconnectMaxAttempts() == 0)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSendBodiesWithEventTimeWhenTheHeaderIsSet() {
        template.sendBodyAndHeader("direct:text", "a", WallarooConstants.EVENT_TIME, "1543600000000");
        template.sendBody("direct:text", "b");
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("a", "b"));
        assertThat(worker.eventTimes()).containsExactly(1543600000000L, 0L);
    }

    @Test
    void shouldConvertWhatCamelCanConvertToBytes() {
        template.sendBody("direct:text", new ByteArrayInputStream("stream".getBytes()));
        // The two endpoints have a connection each, and only within one there is an order.
        await().until(() -> worker.frames().size() == 1);
        template.sendBody("direct:float", new byte[]{0x42, 0x16, 0, 0});
        template.sendBody("direct:float", "37.5");
        template.sendBody("direct:float", 37.5);
        await().until(() -> worker.frames().size() == 4);
        assertThat(worker.texts().get(0)).isEqualTo("stream");
        assertThat(worker.frames().subList(1, 4)).allSatisfy(
                frame -> assertThat(frame.payload()).containsExactly(0x42, 0x16, 0, 0));
    }

    @Test
    void shouldPutTheKeyIntoThePayloadWhenTheFormatHasAPlaceForIt() {
        template.sendBodyAndHeader("direct:key", "v", WallarooConstants.KEY, "k");
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("\0\0\0\1kv"));
    }

    @Test
    void shouldFailThatMessageAloneWhenItCannotBeEncoded() {
        assertThat(failure("direct:bean", "quiet")).hasMessage("will not shout quiet");
        assertThat(failure("direct:float", "warm")).isInstanceOf(ConversionException.class);
        assertThat(failure("direct:float", new byte[3])).isInstanceOf(ConversionException.class)
                .hasMessageContaining("3 bytes")
                .hasMessageContaining("4");
        assertThat(failure("direct:float", new byte[0])).isInstanceOf(ConversionException.class);
        assertThat(failure("direct:bytes", null)).isNotNull();
        template.sendBody("direct:bean", "loud");
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("LOUD"));
    }

    @Test
    void shouldRefuseAMessageThatIsTooLargeAndSayHowLargeItMayBe() {
        assertThat(failure("direct:bytes", new byte[993])).isInstanceOf(MessageTooLargeException.class)
                .hasMessage(
                        "message of 993 bytes for connector feed is over the 992 bytes that maxFrameSize 1000 allows;"
                                + " raise it on both sides, or send less at a time");
        template.sendBody("direct:bytes", new byte[992]);
        await().until(() -> worker.frames().size() == 1);
    }

    @Test
    void shouldSendNothingOfAListWhenOneElementCannotBeEncoded() {
        Exception failure = failure("direct:float", List.of(1.0, 2.0, "warm", 3.0));
        assertThat(failure).isInstanceOf(ConversionException.class)
                .hasMessageStartingWith(
                        "message 2 (counted from 0) of a batch of 4 cannot be encoded, so none of them is sent");
        template.sendBody("direct:float", List.of(4.0, 5.0));
        await().until(() -> worker.frames().size() == 2);
    }

    @Test
    void shouldTakeKeyAndEventTimeOfEachExchangeOfAList() {
        Exchange one = new DefaultExchange(context);
        one.getIn().setBody("one");
        one.getIn().setHeader(WallarooConstants.EVENT_TIME, 1L);
        Exchange two = new DefaultExchange(context);
        two.getIn().setBody("two");
        two.getIn().setHeader(WallarooConstants.EVENT_TIME, 2L);
        template.sendBody("direct:text", List.of(one, two.getIn()));
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("one", "two"));
        assertThat(worker.eventTimes()).containsExactly(1L, 2L);
    }

    @Test
    void shouldSendEachElementOfAListWhateverTheFormat() {
        template.sendBody("direct:json", List.of(Map.of("a", 1), Map.of("a", 2)));
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("{\"a\":1}", "{\"a\":2}"));
    }

    @Test
    void shouldDeliverEverythingWrittenWhileTheWorkerWasAway() throws Exception {
        template.sendBody("direct:text", "before");
        await().until(() -> worker.texts().contains("before"));
        worker.stop();
        await().until(() -> metric("text", Metric.CONNECTIONS) == 0);

        List<CompletableFuture<Exchange>> futures = List.of("1", "2", "3")
                .stream()
                .map(body -> template.asyncSend("direct:text", exchange -> exchange.getIn().setBody(body)))
                .toList();
        await().until(() -> metric("text", Metric.PENDING) == 3);
        assertThat(futures).noneMatch(CompletableFuture::isDone);

        worker.start();
        for (CompletableFuture<Exchange> future : futures) {
            assertThat(future.get(45, TimeUnit.SECONDS).getException()).isNull();
        }
        await().until(() -> worker.texts().size() == 4);
        assertThat(worker.texts()).containsExactlyInAnyOrder("before", "1", "2", "3");
        assertThat(metric("text", Metric.RECONNECTS)).isEqualTo(1);
        assertThat(metric("text", Metric.IN_DOUBT)).as("the message written just before the cut").isEqualTo(1);
    }

    @Test
    void shouldHoldTheCallerWhenTheBufferIsFullAndTheWorkerAway() throws Exception {
        await().until(() -> metric("small", Metric.CONNECTIONS) == 1);
        worker.stop();
        await().until(() -> metric("small", Metric.CONNECTIONS) == 0);
        template.asyncSend("direct:small", exchange -> exchange.getIn().setBody("1"));
        template.asyncSend("direct:small", exchange -> exchange.getIn().setBody("2"));
        await().until(() -> metric("small", Metric.PENDING) == 2);
        Thread caller = new Thread(() -> template.sendBody("direct:small", "3"));
        caller.start();
        await().until(() -> caller.getState() == Thread.State.WAITING);
        assertThat(metric("small", Metric.PENDING)).isEqualTo(2);

        worker.start();
        caller.join();
        await().until(() -> worker.texts().size() == 3);
    }

    @Test
    void shouldNotBurnTheShutdownTimeoutWhenTheWorkerIsAway() throws Exception {
        await().until(() -> metric("text", Metric.CONNECTIONS) == 1);
        worker.stop();
        await().until(() -> metric("text", Metric.CONNECTIONS) == 0);
        CompletableFuture<Exchange> pending = template.asyncSend("direct:text",
                exchange -> exchange.getIn().setBody("x"));
        await().until(() -> metric("text", Metric.PENDING) == 1);

        assertThat(context.getRouteController().stopRoute("text", 50, TimeUnit.SECONDS, true))
                .as("orderly, that is within the timeout")
                .isTrue();

        assertThat(pending.get(45, TimeUnit.SECONDS).getException()).isInstanceOf(NotSentException.class)
                .hasMessageContaining("source connector feed stops: no connection to 127.0.0.1:" + worker.port());
    }

    @Test
    void shouldLetTheHeldCallerGoWhenTheRouteStops() throws Exception {
        await().until(() -> metric("small", Metric.CONNECTIONS) == 1);
        worker.stop();
        await().until(() -> metric("small", Metric.CONNECTIONS) == 0);
        List<CompletableFuture<Exchange>> pending = List.of("1", "2", "3", "4")
                .stream()
                .map(body -> CompletableFuture.supplyAsync(
                        () -> template.request("direct:small", exchange -> exchange.getIn().setBody(body)),
                        command -> new Thread(command).start()))
                .toList();
        await().until(() -> metric("small", Metric.PENDING) == 2
                && context.getInflightRepository().size("small") == 4);

        assertThat(context.getRouteController().stopRoute("small", 50, TimeUnit.SECONDS, true)).isTrue();

        for (CompletableFuture<Exchange> future : pending) {
            assertThat(future.get(45, TimeUnit.SECONDS).getException()).isInstanceOf(NotSentException.class);
        }
    }

    @Test
    void shouldLetGoOfWhoWritesAndWhoIsHeldWhenTheWorkerTakesNothingAndTheShutdownTimeoutIsOver() throws Exception {
        worker.deaf();
        await().until(() -> metric("small", Metric.CONNECTIONS) == 1);
        // Somebody else needs the connection still: its end is not what lets them go.
        endpoint("small").createProducer().start();
        String large = "x".repeat(4_000_000);
        List<CompletableFuture<Exchange>> callers = new ArrayList<>();
        // More than the buffers of both sockets take: one caller writes for ever, and some wait behind him.
        for (int caller = 0; caller < 8; caller++) {
            callers.add(CompletableFuture.supplyAsync(
                    () -> template.request("direct:small", exchange -> exchange.getIn().setBody(large)),
                    command -> new Thread(command).start()));
        }
        await().until(() -> metric("small", Metric.PENDING) == 2);

        context.getRouteController().stopRoute("small", 1, TimeUnit.SECONDS);

        await().until(() -> context.getInflightRepository().size("small") == 0);
        List<Exception> failures = new ArrayList<>();
        for (CompletableFuture<Exchange> caller : callers) {
            Exception failure = caller.get(45, TimeUnit.SECONDS).getException();
            if (failure != null) {
                failures.add(failure);
            }
        }
        assertThat(failures).isNotEmpty()
                .allSatisfy(failure -> assertThat(failure)
                        // Camel's own, in place of ours, where its error handler has stopped already.
                        .isInstanceOfAny(NotSentException.class, RejectedExecutionException.class));
    }

    @Test
    void shouldWriteWhatIsPendingWhenTheRouteStops() throws Exception {
        await().until(() -> metric("text", Metric.CONNECTIONS) == 1);
        AsyncProducer producer = context.getEndpoint("direct:text").createAsyncProducer();
        producer.start();
        for (int i = 0; i < 1000; i++) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getIn().setBody("m" + i);
            // In this thread: what a template's threads have not begun is dropped with the context.
            producer.process(exchange, doneSync -> {});
        }
        context.stop();
        await().until(() -> worker.texts().size() == 1000);
    }

    @Test
    void shouldStartAgainWhenItWasStopped() throws Exception {
        context.getRouteController().stopRoute("text");
        context.getRouteController().startRoute("text");
        template.sendBody("direct:text", "again");
        await().untilAsserted(() -> assertThat(worker.texts()).containsExactly("again"));
    }

    @Test
    void shouldShareOneConnectionAmongAllProducersOfAnEndpoint() throws Exception {
        template.sendBody(endpoint("text"), "through a template");
        await().until(() -> worker.texts().contains("through a template"));
        assertThat(metric("text", Metric.SENT)).as("the route's connector sent it").isEqualTo(1);
    }

    @Test
    void shouldIgnoreWhatAWorkerSays() throws Exception {
        template.sendBody("direct:text", "a");
        await().until(() -> worker.texts().contains("a"));
        worker.say("HTTP/1.1 400 Bad Request\r\n\r\n");
        await().until(() -> metric("text", Metric.UNEXPECTED_BYTES) > 0);
        template.sendBody("direct:text", "b");
        await().until(() -> worker.texts().contains("b"));
    }

    @Test
    void shouldSayInTheHealthCheckWhyItIsDownAndRecover() {
        await().until(() -> health("wallaroo-source-feed").getState() == HealthCheck.State.UP);
        worker.stop();
        await().until(() -> health("wallaroo-source-feed").getState() == HealthCheck.State.DOWN);
        assertThat(health("wallaroo-source-feed").getMessage().orElseThrow())
                .contains("source connector feed: no connection to 127.0.0.1:" + worker.port());
    }

    private HealthCheck.Result health(String id) {
        // By its name: of all checks together Camel gives those that are down only, or the first.
        return HealthCheckHelper.invoke(context, id, Map.of()).orElseThrow();
    }

    @Test
    void shouldFailClearlyWhenReconnectingWasGivenUp() {
        await().until(() -> failure("direct:limited", "x") == null);
        worker.stop();
        await().untilAsserted(() -> assertThat(failure("direct:limited", "y")).isInstanceOf(NotSentException.class)
                .hasMessageContaining("gave up on")
                .hasMessageContaining("restart the route"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "wallaroo:feed?port=1&format=floaty | format 'floaty' is unknown; expected one of bytes, text, float32",
            "wallaroo:feed | wallaroo:feed has no port; give port=... in the URI, or application=... that describes",
            "wallaroo:feed?port=1&protocol=2 | protocol '2' is unknown; expected 0.5, 0.6 or 1",
            "wallaroo:feed?port=1&format=#absent | absent",
            "wallaroo:feed?application=absent | absent.yaml"})
    void shouldSayWhatIsWrongWhenAnEndpointCannotBeMade(String uri, String expected) {
        assertThatThrownBy(() -> template.sendBody(uri, "x")).rootCause().hasMessageContaining(expected);
    }
}
