package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;

import org.apache.camel.CamelContextAware;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import ch.qos.logback.classic.Level;

/** A wrong cookie is said loudly, and neither the wrong one nor the right one is ever shown. */
@Timeout(60)
class CookieTest {

    private static final String RIGHT = "right-cookie-9f3a";
    private static final String WRONG = "wrong-cookie-7c1b";

    @TempDir
    private Path folder;
    private final ScriptedWorker worker = new ScriptedWorker(FreePorts.next()).cookie(RIGHT);
    private final DefaultCamelContext context = new DefaultCamelContext();

    @AfterEach
    void close() throws Exception {
        context.close();
        worker.close();
    }

    @Test
    void shouldBeDownAndNameTheRemedyWhenTheCookieIsWrong() throws Exception {
        worker.start();
        try (LogCapture log = LogCapture.from(Level.DEBUG)) {
            start(WRONG);

            await().until(() -> health().getState() == HealthCheck.State.DOWN
                    && health().getMessage().orElseThrow().contains("cookie"));
            assertThat(health().getMessage()).hasValueSatisfying(
                    text -> assertThat(text).doesNotContain(RIGHT).doesNotContain(WRONG));
            assertThat(health().getDetails().toString()).doesNotContain(RIGHT).doesNotContain(WRONG);
            assertThat(console()).doesNotContain(RIGHT).doesNotContain(WRONG);
            assertThat(context.getEndpoints().toString() + context.getRoutes()).doesNotContain(WRONG);
            await().until(() -> log.lines()
                    .stream()
                    .anyMatch(line -> line.matches("(?s)(WARN|ERROR) source connector feed.*cookie.*")));
            context.close();
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(RIGHT) || line.contains(WRONG));
        }
    }

    @Test
    void shouldShowNoCookieWhenAnExchangeFails() throws Exception {
        worker.start();
        try (LogCapture log = LogCapture.from(Level.DEBUG)) {
            start(RIGHT);
            Exception failure = context.createProducerTemplate()
                    .request("direct:in", exchange -> exchange.getIn().setBody("x".repeat(20_000)))
                    .getException();

            assertThat(failure).isNotNull();
            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR"));
            assertThat(log.lines()).noneMatch(line -> line.contains(RIGHT));
        }
    }

    @Test
    void shouldShowNoCookieWhenAWorkerIsRefused() throws Exception {
        worker.start();
        int port = FreePorts.next();
        try (LogCapture log = LogCapture.from(Level.DEBUG);
                CommittingWorker stranger = new CommittingWorker(port, "initializer").cookie(WRONG)) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("wallaroo:results?protocol=1&resilience=true&format=text&port=" + port + "&cookie=" + RIGHT
                            + "&transactionLog=" + folder).to("mock:results");
                }
            });
            context.start();
            stranger.introduce();
            assertThat(stranger.isClosed()).isTrue();

            await().until(() -> log.lines().stream().anyMatch(line -> line.matches("(?s)WARN .*cookie.*")));
            assertThat(HealthCheckHelper.invoke(context).stream().map(CookieTest::text)).isNotEmpty()
                    .allSatisfy(text -> assertThat(text).doesNotContain(RIGHT).doesNotContain(WRONG));
            assertThat(console() + context.getEndpoints() + context.getRoutes()).doesNotContain(RIGHT)
                    .doesNotContain(WRONG);
            context.close();
            assertThat(log.lines()).noneMatch(line -> line.contains(RIGHT) || line.contains(WRONG));
        }
    }

    private static String text(HealthCheck.Result result) {
        return result.getMessage() + " " + result.getDetails();
    }

    private void start(String cookie) throws Exception {
        context.setMessageHistory(true);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("wallaroo:feed?protocol=1&format=text&reconnectDelay=10&port=" + worker.port()
                        + "&cookie=" + cookie);
            }
        });
        context.start();
    }

    private HealthCheck.Result health() {
        return HealthCheckHelper.invoke(context, "wallaroo-source-feed", Map.of()).orElseThrow();
    }

    private String console() throws Exception {
        DevConsole console = context.getCamelContextExtension()
                .getFactoryFinder("META-INF/services/org/apache/camel/dev-console/")
                .newInstance("wallaroo", DevConsole.class)
                .orElseThrow();
        CamelContextAware.trySetCamelContext(console, context);
        return console.call(DevConsole.MediaType.TEXT, Map.of()) + " "
                + console.call(DevConsole.MediaType.JSON, Map.of());
    }
}
