package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.metrics.Metric;

/** What was committed and not delivered is kept over suspensions, restarts of the route and of the process. */
@Timeout(60)
class WallarooConsumerRestartTest {

    @TempDir
    private Path folder;
    private ResilientRoute route;
    private final Semaphore permits = new Semaphore(0);

    @BeforeEach
    void makeRoute() {
        route = new ResilientRoute(folder.resolve("log"));
    }

    @AfterEach
    void close() throws Exception {
        permits.release(1_000);
        route.close();
    }

    private RouteBuilder holding(String options) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(route.uri(options)).routeId("results")
                        .process(exchange -> permits.acquire())
                        .process(route::note);
            }
        };
    }

    @Test
    void shouldVoteAndKeepWhileSuspendedAndDeliverWhenResumed() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a");
        await().until(() -> route.bodies().size() == 1);
        route.context().getRouteController().suspendRoute("results");
        worker.checkpoint("b", "c");
        await().until(() -> route.stream().committed().orElse(0) == 3);
        assertThat(route.bodies()).containsExactly("a");
        await().untilAsserted(() -> assertThat(route.stream().backlog()).isEqualTo(2));
        route.context().getRouteController().resumeRoute("results");

        await().until(() -> route.bodies().size() == 3);
        assertThat(route.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldFinishWhatIsInTheRouteAndKeepTheRestWhenTheRouteStops() throws Exception {
        route.start(holding(""));
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a", "b", "c");
        await().until(() -> route.connector().metrics().get(Metric.IN_FLIGHT) == 1);
        CompletableFuture<Void> stop = CompletableFuture.runAsync(() -> {
            try {
                route.context().getRouteController().stopRoute("results");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        await().until(() -> ((WallarooConsumer) route.context().getRoute("results").getConsumer()).isSuspended());
        assertThat(stop).as("Camel waits for what is in the route").isNotDone();
        permits.release();
        stop.join();
        assertThat(worker.isClosed()).isTrue();
        assertThat(route.bodies()).containsExactly("a");

        permits.release(2);
        route.context().getRouteController().startRoute("results");
        await().until(() -> route.bodies().size() == 3);
        assertThat(route.bodies()).as("each once").containsExactly("a", "b", "c");
        worker.connect().checkpoint("d");
        permits.release();
        await().until(() -> route.bodies().size() == 4);
    }

    @Test
    void shouldNotWaitAgainForWhatCamelHasWaitedForInVain() throws Exception {
        route.start(holding(""));
        route.worker("initializer").connect().checkpoint("a", "b");
        await().until(() -> route.connector().metrics().get(Metric.IN_FLIGHT) == 1);
        WallarooConsumer consumer = (WallarooConsumer) route.context().getRoute("results").getConsumer();
        assertThat(consumer.isAbandoned()).as("while nobody stops it").isFalse();

        consumer.suspend();

        assertThat(consumer.isAbandoned()).isTrue();
        permits.release();
        await().until(() -> !consumer.isAbandoned());
    }

    @Test
    void shouldGiveAgainWhatWasNotDoneWhenTheTimeForAStopWasOver() throws Exception {
        route.start(holding(""));
        route.context().getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        route.context().getShutdownStrategy().setTimeout(200);
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a", "b");
        await().until(() -> route.connector().metrics().get(Metric.IN_FLIGHT) == 1);
        route.restart().start("");

        await().until(() -> route.bodies().size() == 2);
        permits.release();
        assertThat(route.headers(WallarooConstants.OFFSET)).as("what comes of the first one is not heard any more")
                .containsExactly(0L, 1L);
        worker.connect().checkpoint("c");
        await().until(() -> route.stream().delivered() == 3);
    }

    @Test
    void shouldReleaseTheTransactionLogWhenItIsStoppedByAThreadThatIsInterrupted() throws Exception {
        route.start(holding(""));
        route.context().getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        route.context().getShutdownStrategy().setTimeout(200);
        route.worker("initializer").connect().checkpoint("a");
        await().until(() -> route.connector().metrics().get(Metric.IN_FLIGHT) == 1);
        WallarooConsumer consumer = (WallarooConsumer) route.context().getRoute("results").getConsumer();
        Thread.currentThread().interrupt();
        consumer.stop();
        assertThat(Thread.interrupted()).isTrue();

        route.restart().start("");
        await().until(() -> route.bodies().equals(List.of("a")));
    }

    @Test
    void shouldGiveARepetitionTheSameIdWhenTheProcessIsRestarted() throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(route.uri("&retryDelay=0")).routeId("results").process(route::note).process(exchange -> {
                    if (exchange.getIn().getBody(String.class).equals("b") && permits.availablePermits() == 0) {
                        throw new IllegalStateException("its effect is done, and that is not known");
                    }
                });
            }
        });
        route.worker("initializer").connect().checkpoint("a", "b", "c");
        await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
        List<Object> before = new ArrayList<>(route.headers(WallarooConstants.MESSAGE_ID));
        route.restart().start("");

        await().until(() -> route.bodies().size() == 4);
        assertThat(route.bodies()).containsExactly("a", "b", "b", "c");
        assertThat(route.headers(WallarooConstants.MESSAGE_ID).subList(2, 4)).contains(before.get(1))
                .doesNotContain(before.get(0));
        assertThat(route.headers(WallarooConstants.REDELIVERED)).as("nobody knows").containsOnlyNulls();
    }

    @Test
    void shouldDeliverWhatAWorkerLeftBehindThatNeverComesBack() throws Exception {
        route.start("");
        route.context().getRouteController().suspendRoute("results");
        route.worker("initializer").connect().checkpoint("a", "b");
        await().until(() -> route.stream().committed().orElse(0) == 2);
        route.restart().start("");

        await().until(() -> route.bodies().size() == 2);
        assertThat(route.bodies()).containsExactly("a", "b");
        assertThat(route.health().getMessage().orElseThrow()).contains("no worker is connected");
    }

    @Test
    void shouldKnowItsVoteAfterARestart() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().send("a");
        assertThat(worker.phase1()).isTrue();
        route.restart().start("");
        worker.connect();
        assertThat(worker.undecided()).containsExactly(worker.transaction());
        worker.phase2(true).checkpoint("b");

        await().until(() -> route.bodies().size() == 2);
        assertThat(route.bodies()).containsExactly("a", "b");
    }

    @Test
    void shouldRefuseASecondEndpointOnTheSameTransactionLog() throws Exception {
        route.start("");
        assertThatThrownBy(() -> route.context().addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:others?protocol=1&resilience=true&port=0&transactionLog=" + folder.resolve("log"))
                        .to("mock:others");
            }
        })).hasStackTraceContaining("transaction logs in " + folder.resolve("log")
                + " are in use by another sink; stop that, or give this one a directory of its own with"
                + " transactionLog=...");

        route.worker("initializer").connect().checkpoint("a");
        await().until(() -> route.bodies().size() == 1);
    }

    @Test
    void shouldHoldNeitherPortNorTransactionLogWhenItCannotStart() throws Exception {
        try (ServerSocket taken = new ServerSocket(route.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> route.start("")).rootCause().hasMessageContaining("in use");
        }
        route.restart().start("");
        route.worker("initializer").connect().checkpoint("a");

        await().until(() -> route.bodies().size() == 1);
    }
}
