package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.metrics.Metric;

/** What a resilient worker sends reaches the route when, and only when, the worker has committed it. */
@Timeout(60)
class WallarooConsumerTransactionTest {

    @TempDir
    private Path folder;
    private ResilientRoute route;

    @BeforeEach
    void makeRoute() {
        route = new ResilientRoute(folder.resolve("log"));
    }

    @AfterEach
    void close() throws Exception {
        route.close();
    }

    @Test
    void shouldHandOnWhatIsCommittedAndNothingElse() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect();
        worker.checkpoint("a", "bc").send("later");

        await().until(() -> route.bodies().size() == 2);
        assertThat(worker.phase1()).isTrue();
        assertThat(route.bodies()).as("nothing of the second transaction").containsExactly("a", "bc");
        worker.phase2(true);
        await().until(() -> route.bodies().size() == 3);
        assertThat(route.bodies()).containsExactly("a", "bc", "later");
    }

    @Test
    void shouldSayInHeadersWhereAMessageStood() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a", "bc", "d");

        await().until(() -> route.bodies().size() == 3);
        Exchange second = route.delivered().get(1);
        long epoch = second.getIn().getHeader(WallarooConstants.EPOCH, Long.class);
        String id = "results/" + worker.stream() + "/" + epoch + "/1";
        assertThat(second.getIn().getHeaders()).containsOnly(
                Map.entry(WallarooConstants.CONNECTOR_NAME, "results"),
                Map.entry(WallarooConstants.STREAM, worker.stream()),
                Map.entry(WallarooConstants.EPOCH, epoch),
                Map.entry(WallarooConstants.OFFSET, 1L),
                Map.entry(WallarooConstants.TRANSACTION_ID, worker.transaction()),
                Map.entry(WallarooConstants.MESSAGE_ID, id));
        assertThat(epoch).isPositive();
        assertThat(second.getIn().getMessageId()).isEqualTo(id);
        assertThat(route.headers(WallarooConstants.OFFSET)).containsExactly(0L, 1L, 3L);
    }

    @Test
    void shouldTakeOffWhatAStreamMessageEncoderWraps() throws Exception {
        route.start("&payload=stream");
        route.worker("initializer")
                .connect()
                .send(CommittingWorker.wrapped(1234, "k", "v"))
                .send(CommittingWorker.wrapped(0, "", "w"))
                .checkpoint();

        await().until(() -> route.bodies().size() == 2);
        assertThat(route.bodies()).containsExactly("v", "w");
        assertThat(route.headers(WallarooConstants.KEY)).containsExactly("k", null);
        assertThat(route.headers(WallarooConstants.EVENT_TIME)).containsExactly(1234L, null);
    }

    @Test
    void shouldVoteAbortAndTakeItAgainWhenOutputWasLostOnTheWay() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("first");
        worker.send("a").lose("b").send("c");
        assertThat(worker.phase1()).isFalse();
        worker.cut().connect();
        assertThat(worker.undecided()).isEmpty();
        worker.checkpoint("a", "b", "c");

        await().until(() -> route.bodies().size() == 4);
        assertThat(route.bodies()).containsExactly("first", "a", "b", "c");
    }

    @Test
    void shouldHandOnWhatTheWorkerDecidesLaterWhenTheConnectionWasCutAfterTheVote() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().send("in doubt");
        assertThat(worker.phase1()).isTrue();
        worker.cut();
        await().until(() -> !route.stream().connected());
        assertThat(route.stream().undecided()).hasValueSatisfying(
                text -> assertThat(text).contains(worker.transaction()));
        assertThat(route.health().getDetails().toString()).contains(worker.transaction());

        worker.connect();
        assertThat(worker.undecided()).containsExactly(worker.transaction());
        assertThat(route.bodies()).isEmpty();
        worker.phase2(true);
        await().until(() -> route.bodies().size() == 1);
        assertThat(route.stream().undecided()).isEmpty();
    }

    @Test
    void shouldForgetWhatTheWorkerDecidesAgainst() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().send("rolled back");
        assertThat(worker.phase1()).isTrue();
        worker.cut().connect().phase2(false);
        // What a connection has not been read of is dropped when a newer one replaces it.
        await().until(() -> route.stream().undecided().isEmpty());
        worker.cut().connect().checkpoint("instead");

        await().until(() -> route.bodies().size() == 1);
        assertThat(route.bodies()).containsExactly("instead");
        assertThat(route.headers(WallarooConstants.OFFSET)).containsExactly(0L);
    }

    @Test
    void shouldServeOneWorkerWhileTheRouteIsSlowWithAnother() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                from(route.uri("")).routeId("results")
                        .filter(body().startsWith("slow"))
                        .process(exchange -> slow.await())
                        .end()
                        .process(route::note);
            }
        });
        CommittingWorker first = route.worker("initializer").connect();
        CommittingWorker second = route.worker("w2").connect();
        first.checkpoint("slow 1");
        first.checkpoint("slow 2", "slow 3");
        second.checkpoint("quick 1", "quick 2");

        await().until(() -> route.bodies().equals(List.of("quick 1", "quick 2")));
        await().untilAsserted(() -> assertThat(route.connector().metrics().get(Metric.IN_FLIGHT)).isEqualTo(1));
        slow.countDown();
        await().until(() -> route.bodies().size() == 5);
        assertThat(route.bodies()).containsSubsequence("slow 1", "slow 2", "slow 3");
        assertThat(route.headers(WallarooConstants.MESSAGE_ID)).doesNotHaveDuplicates();
    }

    @Test
    void shouldDeliverNothingAndNameTheRemedyWhenTheWorkerHasLostItsState() throws Exception {
        route.start("");
        CommittingWorker worker = route.worker("initializer").connect().checkpoint("a", "b", "c");
        await().until(() -> route.bodies().size() == 3);
        assertThat(route.health().getState()).isEqualTo(HealthCheck.State.UP);
        worker.cut().wiped().introduce();
        worker.ask();

        await().until(() -> route.health().getState() == HealthCheck.State.DOWN);
        assertThat(route.health().getMessage().orElseThrow()).contains("txn adopt");
        assertThat(route.stream().mismatch()).isPresent();
        assertThat(route.bodies()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldRefuseAWorkerWithAnotherCookieWithoutAWord() throws Exception {
        route.start("&cookie=right");
        CommittingWorker stranger = route.worker("initializer").cookie("wrong");
        stranger.introduce();
        assertThat(stranger.isClosed()).isTrue();
        route.worker("initializer").cookie("right").connect().checkpoint("a");

        await().until(() -> route.bodies().size() == 1);
    }

    @Test
    void shouldHandOnAsItArrivesWhenTheWorkerHasNoResilience() throws Exception {
        route.start(new RouteBuilder() {
            @Override
            public void configure() {
                from("wallaroo:results?protocol=1&format=text&port=" + route.port()).routeId("results")
                        .process(route::note);
            }
        });
        CommittingWorker worker = route.worker("initializer").connect().send("a", "b");

        await().until(() -> route.bodies().size() == 2);
        assertThat(route.bodies()).containsExactly("a", "b");
        assertThat(route.headers(WallarooConstants.STREAM)).containsOnly(worker.stream());
        assertThat(route.headers(WallarooConstants.TRANSACTION_ID)).containsOnlyNulls();
    }
}
