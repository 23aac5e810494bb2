package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;

import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.ScriptedWorker.Received;

/** A route from one worker to another: the one's ids say nothing to the other. */
@Timeout(60)
class WallarooBridgeTest {

    @TempDir
    private Path folder;

    @Test
    void shouldNumberTheOtherWorkersStreamAnew() throws Exception {
        try (ScriptedWorker other = new ScriptedWorker(FreePorts.next()).checkpointingAlways().start();
                ResilientRoute route = new ResilientRoute(folder)) {
            route.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(route.uri("&payload=stream")).routeId("results")
                            .to("wallaroo:feed?protocol=1&resilience=true&format=text&stream=s&port=" + other.port());
                }
            });
            route.worker("initializer")
                    .connect()
                    .send(CommittingWorker.wrapped(1234, "k", "a"))
                    .send(CommittingWorker.wrapped(0, "", "b"))
                    .checkpoint();

            await().until(() -> other.messages().size() == 2);
            assertThat(other.messages()).containsExactly(new Received("s", 1, 1234, "k", "a"),
                    new Received("s", 2, 0, "", "b"));
            await().until(() -> route.stream().backlog() == 0);
        }
    }

    @Test
    void shouldLetTheRouteNumberTheOtherWorkersStreamByTheOnesOffsets() throws Exception {
        try (ScriptedWorker other = new ScriptedWorker(FreePorts.next()).checkpointingAlways().start();
                ResilientRoute route = new ResilientRoute(folder)) {
            route.start(new RouteBuilder() {
                @Override
                public void configure() {
                    from(route.uri("")).routeId("results")
                            .setHeader(WallarooConstants.MESSAGE_ID, header(WallarooConstants.OFFSET))
                            .to("wallaroo:feed?protocol=1&resilience=true&format=text&port=" + other.port());
                }
            });
            CommittingWorker one = route.worker("initializer").connect().checkpoint("ab", "c");

            await().until(() -> other.messages().size() == 2);
            assertThat(other.messages()).containsExactly(new Received(one.stream(), 0, 0, "", "ab"),
                    new Received(one.stream(), 2, 0, "", "c"));
        }
    }
}
