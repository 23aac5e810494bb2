package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.UndecodableException;

@Timeout(60)
class WallarooConsumerTest extends CamelTestSupport {

    private final int text = FreePorts.next();
    private final int floats = FreePorts.next();
    private final int slow = FreePorts.next();
    private final int bridged = FreePorts.next();
    private final int pairs = FreePorts.next();
    private final int parallel = FreePorts.next();
    private final Semaphore slowRoute = new Semaphore(0);
    private final List<Exchange> handled = new CopyOnWriteArrayList<>();
    private final AtomicInteger routed = new AtomicInteger();

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:text?format=text&maxFrameSize=1000&port=" + text).routeId("text").to("mock:text");
                from("wallaroo:floats?format=float32&port=" + floats).routeId("floats").to("mock:floats");
                from("wallaroo:pairs?format=key-value&port=" + pairs).to("mock:pairs");
                from("wallaroo:slow?port=" + slow).routeId("slow")
                        .process(exchange -> slowRoute.acquire())
                        .process(exchange -> routed.incrementAndGet());
                from("wallaroo:parallel?maxInFlight=3&port=" + parallel).routeId("parallel")
                        .threads(5)
                        .process(exchange -> slowRoute.acquire());
                from("wallaroo:bridged?format=float32&bridgeErrorHandler=true&port=" + bridged)
                        .onException(Exception.class)
                        .handled(true)
                        .process(exchange -> handled.add(exchange.copy()))
                        .end()
                        .to("mock:bridged");
            }
        };
    }

    private long metric(String route, Metric metric) {
        return ((WallarooConsumer) context.getRoute(route).getConsumer()).getConnector().metrics().get(metric);
    }

    @Test
    void shouldKeepEachWorkersOrderWhenSeveralSendAtOnce() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:text");
        mock.expectedMessageCount(3_000);
        mock.setResultWaitTime(45_000);
        List<CompletableFuture<Void>> workers = List.of("a", "b", "c")
                .stream()
                .map(name -> CompletableFuture.runAsync(() -> {
                    try (DiallingWorker worker = new DiallingWorker(text)) {
                        for (int i = 0; i < 1_000; i++) {
                            worker.send(name + i);
                        }
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        CompletableFuture.allOf(workers.toArray(new CompletableFuture<?>[0])).join();
        mock.assertIsSatisfied();
        for (String name : List.of("a", "b", "c")) {
            AtomicInteger next = new AtomicInteger();
            assertThat(mock.getExchanges()).extracting(exchange -> exchange.getIn().getBody(String.class))
                    .filteredOn(body -> body.startsWith(name))
                    .allSatisfy(body -> assertThat(body).isEqualTo(name + next.getAndIncrement()));
        }
    }

    @Test
    void shouldPutAPairsKeyIntoTheHeader() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:pairs");
        mock.expectedMessageCount(1);
        try (DiallingWorker worker = new DiallingWorker(pairs)) {
            worker.send("\0\0\0\3keyvalue");
            mock.assertIsSatisfied();
        }
        assertThat(mock.getExchanges().get(0).getIn().getHeader(WallarooConstants.KEY)).isEqualTo("key");
        assertThat(mock.getExchanges().get(0).getIn().getBody(String.class)).isEqualTo("value");
    }

    @Test
    void shouldNeverTurnBytesIntoHeaderNames() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:pairs");
        mock.expectedMessageCount(1);
        try (DiallingWorker worker = new DiallingWorker(pairs)) {
            worker.send("\0\0\0\27CamelExecCommandArgs=rm" + "camelExecCommandExecutable: x");
            mock.assertIsSatisfied();
        }
        assertThat(mock.getExchanges().get(0).getIn().getHeaders()).containsOnlyKeys(WallarooConstants.KEY,
                WallarooConstants.CONNECTOR_NAME, WallarooConstants.WORKER_ADDRESS);
    }

    @Test
    void shouldCloseTheConnectionThatSendsAFrameTooLargeAndServeTheOthers() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:text");
        mock.expectedBodiesReceived("before", "after");
        try (DiallingWorker good = new DiallingWorker(text); DiallingWorker bad = new DiallingWorker(text)) {
            good.send("before");
            await().until(() -> mock.getReceivedCounter() == 1);
            bad.sendRaw((byte) 0xe9, (byte) 3, (byte) 0, (byte) 0);
            assertThat(bad.read()).isEqualTo(-1);
            good.send("after");
            mock.assertIsSatisfied();
        }
        assertThat(metric("text", Metric.PROTOCOL_VIOLATIONS)).isEqualTo(1);
    }

    @Test
    void shouldGoOnBehindAPayloadThatCannotBeDecoded() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:floats");
        mock.expectedBodiesReceived(37.5f);
        try (DiallingWorker worker = new DiallingWorker(floats)) {
            worker.send("12345").send(new byte[]{0x42, 0x16, 0, 0});
            mock.assertIsSatisfied();
        }
        assertThat(metric("floats", Metric.UNDECODABLE)).isEqualTo(1);
    }

    @Test
    void shouldGiveTheErrorHandlerTheRawBytesAndTheWorkersAddress() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:bridged");
        mock.expectedBodiesReceived(37.5f);
        try (DiallingWorker worker = new DiallingWorker(bridged)) {
            worker.send("12345").send(new byte[]{0x42, 0x16, 0, 0});
            mock.assertIsSatisfied();
            await().until(() -> handled.size() == 1);
            Exchange failed = handled.get(0);
            assertThat(failed.getIn().getHeader(WallarooConstants.WORKER_ADDRESS)).isEqualTo(worker.address());
            UndecodableException cause = failed.getProperty(Exchange.EXCEPTION_CAUGHT, UndecodableException.class);
            assertThat(cause.payload()).as("Camel's bridge replaces the body").asString().isEqualTo("12345");
        }
    }

    @Test
    void shouldReadNothingWhileSuspendedAndEverythingWhenResumed() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:text");
        try (DiallingWorker worker = new DiallingWorker(text)) {
            worker.send("first");
            await().until(() -> mock.getReceivedCounter() == 1);
            context.getRouteController().suspendRoute("text");
            for (int i = 0; i < 100; i++) {
                worker.send("m" + i);
            }
            try (DiallingWorker other = new DiallingWorker(text)) {
                other.send("other");
                // What could come would come after these: the gate is passed in the thread that reads.
                await().during(java.time.Duration.ofMillis(200)).until(() -> mock.getReceivedCounter() == 1);
                context.getRouteController().resumeRoute("text");
                await().until(() -> mock.getReceivedCounter() == 102);
            }
        }
    }

    @Test
    void shouldHoldTheWorkerAndNotTheMemoryWhenTheRouteIsSlow() throws Exception {
        byte[] payload = new byte[100_000];
        AtomicInteger sent = new AtomicInteger();
        try (DiallingWorker worker = new DiallingWorker(slow)) {
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        worker.send(payload);
                        sent.incrementAndGet();
                    }
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            flood.start();
            await().until(() -> metric("slow", Metric.IN_FLIGHT) == 1);
            AtomicInteger before = new AtomicInteger(-1);
            await().pollInterval(java.time.Duration.ofMillis(100))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).as("100 MB do not fit between the two").isLessThan(1_000);
            assertThat(metric("slow", Metric.IN_FLIGHT)).isEqualTo(1);
            assertThat(metric("slow", Metric.RECEIVED_BYTES)).isLessThan(1_000_000);

            slowRoute.release(1_000);
            flood.join();
            await().until(() -> routed.get() == 1_000);
        }
    }

    @Test
    void shouldHaveAsManyMessagesInTheRouteAsAllowed() throws Exception {
        try (DiallingWorker worker = new DiallingWorker(parallel)) {
            for (int i = 0; i < 10; i++) {
                worker.send("x");
            }
            await().until(() -> metric("parallel", Metric.IN_FLIGHT) == 3);
            slowRoute.release(10);
            await().until(() -> metric("parallel", Metric.IN_FLIGHT) == 0);
        }
    }

    @Test
    void shouldHandOnWhatWasReadWhenTheRouteStops() throws Exception {
        try (DiallingWorker worker = new DiallingWorker(slow)) {
            byte[] tenFrames = new byte[130];
            for (int i = 0; i < 10; i++) {
                tenFrames[13 * i] = 9;
            }
            worker.sendRaw(tenFrames);
            await().until(() -> metric("slow", Metric.IN_FLIGHT) == 1);
            await().until(() -> metric("slow", Metric.RECEIVED_BYTES) == 130);
            slowRoute.release(10);
            context.getRouteController().stopRoute("slow");
        }
        assertThat(routed).hasValue(10);
    }

    @Test
    void shouldSurviveGarbageHalfFramesAndAFloodOfConnections() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:text");
        Random random = new Random(42);
        for (int i = 0; i < 300; i++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);
            try (DiallingWorker worker = new DiallingWorker(text)) {
                worker.sendRaw(garbage);
            } catch (java.io.IOException e) {
                // The connector may have closed already: that is what garbage deserves.
            }
        }
        await().until(() -> metric("text", Metric.CONNECTIONS) == 0);
        mock.reset();
        mock.expectedBodiesReceived("still here");
        try (DiallingWorker worker = new DiallingWorker(text)) {
            worker.send("still here");
            mock.assertIsSatisfied();
        }
    }

    @Test
    void shouldCountAFrameThatIsCutOff() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", text)) {
            socket.getOutputStream().write(new byte[]{20, 0, 0, 0, 1, 2, 3});
        }
        await().until(() -> metric("text", Metric.CUT_FRAMES) == 1);
    }

    @Test
    void shouldRefuseToLetNoMessageIntoTheRoute() {
        assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:none?maxInFlight=0&port=0").to("mock:none");
            }
        })).hasStackTraceContaining("maxInFlight of wallaroo:none is 0; expected 1 or more");
    }

    @Test
    void shouldSayWhatToDoWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("wallaroo:late?port=" + taken.getLocalPort() + "&host=0.0.0.0").to("mock:late");
                }
            })).rootCause().hasMessageContaining("in use");
        }
    }
}
