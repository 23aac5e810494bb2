package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.spi.ExceptionHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import ch.qos.logback.classic.Level;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.UndecodableException;

/** A message of a resilient worker counts as delivered when the route is done with it without an exception, and not before. */
@Timeout(60)
class WallarooConsumerFailureTest {

    private static final String QUICK = "&retryDelay=10";
    private static final String NEVER_AGAIN = "&retryDelay=0";

    @TempDir
    private Path folder;
    private ResilientRoute route;
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicBoolean repaired = new AtomicBoolean();
    private final List<Exchange> dead = new CopyOnWriteArrayList<>();

    @BeforeEach
    void makeRoute() {
        route = new ResilientRoute(folder.resolve("log"));
    }

    @AfterEach
    void close() throws Exception {
        route.close();
    }

    private void failOnBad(Exchange exchange) {
        if (exchange.getIn().getBody(String.class).startsWith("bad") && !repaired.get()) {
            attempts.incrementAndGet();
            throw new IllegalStateException("cannot take it");
        }
    }

    private void start(String options) throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(route.uri(options)).routeId("results")
                        .process(WallarooConsumerFailureTest.this::failOnBad)
                        .process(route::note);
            }
        });
    }

    @Test
    void shouldStandStillAndTryAgainWhenTheRouteGivesUp() throws Exception {
        start(QUICK);
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a", "bad", "c");

        await().until(() -> attempts.get() > 2);
        assertThat(route.bodies()).containsExactly("a");
        await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
        assertThat(route.health().getMessage().orElseThrow()).contains("byte 1").contains("cannot take it");
        assertThat(route.stream().standstill()).isPresent();
        worker.checkpoint("d");
        assertThat(route.bodies()).as("votes go on, delivery does not").containsExactly("a");

        repaired.set(true);
        await().until(() -> route.bodies().size() == 4);
        assertThat(route.bodies()).containsExactly("a", "bad", "c", "d");
        assertThat(route.headers(WallarooConstants.REDELIVERED)).containsExactly(null, true, null, null);
        await().until(() -> route.health().getState() == HealthCheck.State.UP);
        assertThat(route.stream().standstill()).isEmpty();
    }

    @Test
    void shouldTellTheExceptionHandlerOnceOfAMessageThatFailsAgainAndAgain() throws Exception {
        List<Throwable> handled = new CopyOnWriteArrayList<>();
        route.context().getRegistry().bind("handler", ExceptionHandler.class, new Noting(handled));
        start(QUICK + "&exceptionHandler=#handler");
        route.worker("initializer").connect().checkpoint("a", "bad", "c");

        await().until(() -> attempts.get() > 3);
        assertThat(handled).singleElement().asString().contains("cannot take it");
    }

    @Test
    void shouldTryAgainOnlyAfterARestartWhenItIsToldSo() throws Exception {
        start(NEVER_AGAIN);
        route.worker("initializer").connect().checkpoint("a", "bad", "c");
        await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
        repaired.set(true);
        assertThat(route.bodies()).containsExactly("a");
        assertThat(attempts).hasValue(1);
        route.context().getRouteController().stopRoute("results");
        route.context().getRouteController().startRoute("results");

        await().until(() -> route.bodies().size() == 3);
        assertThat(route.bodies()).containsExactly("a", "bad", "c");
    }

    @Test
    void shouldGoOnBehindTheMessageAndTellTheExceptionHandlerWhenItIsToldToContinue() throws Exception {
        List<Throwable> handled = new CopyOnWriteArrayList<>();
        route.context().getRegistry().bind("handler", ExceptionHandler.class, new Noting(handled));
        start("&onFailure=continue&exceptionHandler=#handler");
        route.worker("initializer").connect().checkpoint("a", "bad", "c");

        await().until(() -> route.bodies().size() == 2);
        assertThat(route.bodies()).containsExactly("a", "c");
        assertThat(attempts).hasValue(1);
        assertThat(handled).singleElement().asString().contains("cannot take it");
        assertThat(route.health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(route.connector().metrics().get(Metric.DELIVERY_FAILURES)).isEqualTo(1);
        await().until(() -> route.stream().backlog() == 0);
    }

    @Test
    void shouldNotFillTheLogWhenManyMessagesFail() throws Exception {
        String[] many = new String[100];
        Arrays.fill(many, "bad");
        try (LogCapture log = LogCapture.from(Level.WARN)) {
            start("&onFailure=continue");
            route.worker("initializer").connect().checkpoint(many);

            await().until(() -> attempts.get() == 100);
            assertThat(log.lines()).filteredOn(line -> line.contains("A message from Wallaroo could not be processed"))
                    .hasSizeBetween(1, 10)
                    .allMatch(line -> line.contains("cannot take it"));
        }
    }

    private record Noting(List<Throwable> handled) implements ExceptionHandler {

        @Override
        public void handleException(Throwable exception) {
            handled.add(exception);
        }

        @Override
        public void handleException(String message, Throwable exception) {
            handled.add(exception);
        }

        @Override
        public void handleException(String message, Exchange exchange, Throwable exception) {
            handled.add(exception);
        }
    }

    @Test
    void shouldLetTheErrorHandlerTryFirst() throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler().maximumRedeliveries(5).redeliveryDelay(1));
                from(route.uri(NEVER_AGAIN)).routeId("results").process(exchange -> {
                    if (attempts.incrementAndGet() < 4) {
                        throw new IllegalStateException("not yet");
                    }
                }).process(route::note);
            }
        });
        route.worker("initializer").connect().checkpoint("a");

        await().until(() -> route.bodies().size() == 1);
        assertThat(attempts).hasValue(4);
        assertThat(route.headers(WallarooConstants.REDELIVERED)).containsOnlyNulls();
        assertThat(route.connector().metrics().get(Metric.DELIVERY_FAILURES)).isZero();
    }

    @Test
    void shouldTakeAMessageForDeliveredThatADeadLetterChannelHasTaken() throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(deadLetterChannel("direct:dead").maximumRedeliveries(1).redeliveryDelay(1));
                from("direct:dead").process(exchange -> dead.add(exchange.copy()));
                from(route.uri(NEVER_AGAIN)).routeId("results")
                        .process(WallarooConsumerFailureTest.this::failOnBad)
                        .process(route::note);
            }
        });
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a", "bad", "c");

        await().until(() -> route.bodies().size() == 2);
        assertThat(dead).singleElement().satisfies(exchange -> {
            assertThat(exchange.getIn().getBody()).isEqualTo("bad");
            assertThat(exchange.getIn().getHeader(WallarooConstants.MESSAGE_ID))
                    .isEqualTo("results/" + worker.stream() + "/"
                            + exchange.getIn().getHeader(WallarooConstants.EPOCH) + "/1");
        });
        assertThat(attempts).hasValue(2);
        await().until(() -> route.stream().backlog() == 0);
        assertThat(route.health().getState()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void shouldTakeARollbackForAFailure() throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(route.uri(QUICK)).routeId("results")
                        .choice()
                        .when(exchange -> attempts.incrementAndGet() < 3)
                        .markRollbackOnly()
                        .otherwise()
                        .process(route::note);
            }
        });
        route.worker("initializer").connect().checkpoint("a");

        await().until(() -> route.bodies().size() == 1);
        assertThat(attempts).hasValue(3);
    }

    @Test
    void shouldCountOnlyWhatIsDoneWithoutAGapWhenARouteFinishesOutOfOrder() throws Exception {
        CountDownLatch others = new CountDownLatch(2);
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(route.uri("&maxInFlight=3&retryDelay=10&deliveredFlushInterval=1")).routeId("results")
                        .threads(3)
                        .process(exchange -> othersFirst(exchange, others))
                        .process(WallarooConsumerFailureTest.this::failOnBad)
                        .process(route::note)
                        .process(exchange -> others.countDown());
            }
        });
        route.worker("initializer").connect().checkpoint("bad", "b", "c");

        await().until(() -> route.bodies().size() == 2);
        await().until(() -> attempts.get() > 1);
        assertThat(route.stream().delivered()).isZero();
        repaired.set(true);
        await().until(() -> route.bodies().size() == 3);
        assertThat(route.bodies()).containsExactlyInAnyOrder("bad", "b", "c");
        await().until(() -> route.stream().delivered() == 5);
    }

    private static void othersFirst(Exchange exchange, CountDownLatch others) throws InterruptedException {
        if (exchange.getIn().getBody().equals("bad")) {
            others.await();
        }
    }

    @Test
    void shouldStandStillAtAPayloadThatCannotBeDecoded() throws Exception {
        route.start("&format=int32" + NEVER_AGAIN);
        route.worker("initializer").connect().send(new byte[]{0, 0, 0, 1}).send("abc").send(new byte[4]).checkpoint();

        await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
        assertThat(route.bodies()).containsExactly("1");
        assertThat(route.health().getMessage().orElseThrow()).contains("byte 4");
        assertThat(route.connector().metrics().get(Metric.UNDECODABLE)).isEqualTo(1);
    }

    @Test
    void shouldTakeAnUndecodablePayloadForDeliveredThatTheBridgedErrorHandlerHasTaken() throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                onException(UndecodableException.class).handled(true)
                        .setBody(simple("${exception.payload}"))
                        .process(exchange -> dead.add(exchange.copy()));
                from(route.uri("&format=int32&bridgeErrorHandler=true" + NEVER_AGAIN)).routeId("results")
                        .process(route::note);
            }
        });
        route.worker("initializer").connect().send(new byte[]{0, 0, 0, 1}).send("abc").send(new byte[4]).checkpoint();

        await().until(() -> route.bodies().size() == 2);
        assertThat(route.bodies()).containsExactly("1", "0");
        assertThat(dead).singleElement().satisfies(exchange -> {
            assertThat(exchange.getIn().getBody(String.class)).isEqualTo("abc");
            assertThat(exchange.getIn().getHeader(WallarooConstants.OFFSET)).isEqualTo(4L);
        });
        assertThat(route.health().getState()).isEqualTo(HealthCheck.State.UP);
    }
}
