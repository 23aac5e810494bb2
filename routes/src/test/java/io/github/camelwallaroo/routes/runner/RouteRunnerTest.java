package io.github.camelwallaroo.routes.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.StatefulService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.spi.ShutdownStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RouteRunnerTest {

    private final CountDownLatch release = new CountDownLatch(1);
    private final RouteRunner runner = new RouteRunner(context -> context.addRoutes(routes()),
            getClass().getClassLoader());

    @AfterEach
    void close() {
        release.countDown();
        runner.close();
    }

    private RouteBuilder routes() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:held?repeatCount=1&delay=0").routeId("held").process(exchange -> release.await());
                from("timer:free?period=10").routeId("free").log("${header.none}");
            }
        };
    }

    private ShutdownStrategy strategy() {
        return runner.main().getCamelContext().getShutdownStrategy();
    }

    @Test
    void shouldWaitForHalfAMinuteWhenItStops() {
        runner.start();

        assertThat(strategy().getTimeUnit().toSeconds(strategy().getTimeout())).isEqualTo(30);
        assertThat(strategy().isLogInflightExchangesOnTimeout()).isFalse();
        release.countDown();
    }

    @Test
    void shouldWaitAsLongAsItIsToldWhenItStops() {
        runner.main().addInitialProperty("camel.main.shutdownTimeout", "7");
        runner.start();

        assertThat(strategy().getTimeUnit().toSeconds(strategy().getTimeout())).isEqualTo(7);
        release.countDown();
    }

    @Test
    void shouldStopAllThatFeedsWhileOneRouteIsHeld() throws Exception {
        runner.start();
        CamelContext context = runner.main().getCamelContext();
        await().until(() -> context.getInflightRepository().size("held") == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(runner::stopFeeding);

        await().until(() -> context.getRoute("free").getConsumer() instanceof StatefulService consumer
                && !consumer.isStarted());
        assertThat(stopped).isNotDone();
        release.countDown();
        stopped.join();
        for (String route : List.of("held", "free")) {
            assertThat(context.getRouteController().getRouteStatus(route)).isEqualTo(ServiceStatus.Stopped);
        }
    }
}
