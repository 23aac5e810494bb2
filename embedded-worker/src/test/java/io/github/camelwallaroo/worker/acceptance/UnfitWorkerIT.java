package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.ProtocolError;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.StrictMode;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * Workers with which a connector cannot work: its health is down, somebody is told what to do, and messages wait. No log line
 * holds a cookie, neither the right one nor the wrong one, at any level.
 */
@Timeout(300)
class UnfitWorkerIT {

    private static final String RIGHT = "the-right-cookie-8472";
    private static final String WRONG = "the-wrong-cookie-1138";

    private final TransactionalMemorySink<Counted> sink = TransactionalMemorySink.named("counts");
    private final AtomicInteger completed = new AtomicInteger();
    private EveryLogLine log;

    @BeforeEach
    void capture() {
        log = new EveryLogLine();
    }

    @AfterEach
    void assertThatNoLineHoldsACookie() {
        log.close();
        assertThat(log.lines()).as("captured at all")
                .isNotEmpty()
                .noneMatch(line -> line.text().contains(RIGHT) || line.text().contains(WRONG));
    }

    private SourceConnector connect(int port, String cookie) throws Exception {
        SourceOptions options = SourceOptions.of(Counted.SOURCE, new HostPort("127.0.0.1", port), Protocol.V1)
                .withReconnect(Duration.ofMillis(10), Duration.ofMillis(50), 0.3, 0)
                .withSession(SessionOptions.DEFAULT.withCookie(cookie).withResilience(true));
        SourceConnector connector = SourceConnector.of(options, Format.of("bytes"), ConnectorThreads.daemons());
        connector.connect();
        connector.write(SourceMessage.of(new NumberedMessage("s", 1).encode()),
                failure -> completed.addAndGet(failure == null ? 1 : 1_000));
        return connector;
    }

    private EmbeddedWorker worker(int port, String cookie, boolean strict) throws IOException {
        WorkerOptions options = WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofMillis(20));
        return EmbeddedWorker.start(
                Counted.pipeline("unfit", Counted.source().cookie(cookie).port(port)).toSink(sink).build(),
                strict ? options.strict(StrictMode.recorded().warmUp(Duration.ZERO)) : options);
    }

    private void awaitWarning(String... words) {
        Patience.until("the log says " + String.join(", ", words),
                () -> log.warnings().stream().anyMatch(line -> Stream.of(words).allMatch(line::contains)));
    }

    private static void assertDown(SourceConnector connector, String... words) {
        Patience.until("health is down and says " + String.join(", ", words), () -> {
            String text = connector.health().text();
            return !connector.health().up() && Stream.of(words).allMatch(text::contains);
        });
        assertThat(connector.health().text()).doesNotContain(RIGHT, WRONG);
    }

    /** A real worker's error quotes the right cookie, and so does a strict one's. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNameTheCookieAndGoOnWhenItIsRightAtLast(boolean strict) throws Exception {
        int port = StablePorts.row(1);
        EmbeddedWorker worker = worker(port, RIGHT, strict);
        try (SourceConnector connector = connect(port, WRONG)) {
            assertDown(connector, "cookie", "Set the option cookie");
            awaitWarning("Set the option cookie");
            assertThat(completed).hasValue(0);
            worker.kill();

            worker = worker(port, WRONG, strict);
            Patience.until("the message that waited is safe", () -> completed.get() == 1);
            assertThat(connector.health().up()).isTrue();
        } finally {
            worker.kill();
        }
    }

    @Test
    void shouldNameTheProtocolWhenTheWorkerRefusesTheVersion() throws Exception {
        byte[] answer = ConnectorCodec.encode(new ProtocolError("Unknown protocol version: 0.0.1"));
        try (Peer peer = new Peer(answer); SourceConnector connector = connect(peer.port(), RIGHT)) {
            assertDown(connector, "version", "Set the option protocol");
            awaitWarning("Set the option protocol");
            assertThat(completed).hasValue(0);
        }
    }

    /** Whatever a worker of another make says of cookies, it may quote them. */
    @Test
    void shouldNotQuoteAnErrorThatSpeaksOfCookies() throws Exception {
        byte[] answer = ConnectorCodec.encode(new ProtocolError("Your cookie is not " + RIGHT));
        try (Peer peer = new Peer(answer); SourceConnector connector = connect(peer.port(), WRONG)) {
            assertDown(connector, "cookie");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "random"})
    void shouldNameTheLikelyCauseWhenThePeerTalksGarbage(String kind) throws Exception {
        byte[] garbage = kind.getBytes(StandardCharsets.US_ASCII);
        if (kind.equals("random")) {
            garbage = new byte[10_000];
            new Random(7).nextBytes(garbage);
        }
        try (Peer peer = new Peer(garbage); SourceConnector connector = connect(peer.port(), RIGHT)) {
            assertDown(connector, "check port and protocol");
            awaitWarning("check that the peer speaks this protocol");
            assertThat(completed).hasValue(0);
        }
    }

    @Test
    void shouldNameTheLikelyCausesWhenThePeerSaysNothing() throws Exception {
        try (Peer peer = new Peer(new byte[0]); SourceConnector connector = connect(peer.port(), RIGHT)) {
            assertDown(connector, "has not said OK yet");
            awaitWarning("rolling back", "ten connections", "check port and protocol");
            assertThat(completed).hasValue(0);
        }
    }

    @Test
    void shouldNameTheLikelyCausesWhenTheWorkerEndsConnectionsWithoutAWord() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(
                Counted.pipeline("older", Counted.source().protocol(Protocol.V0_6)).toSink(sink).build());
                SourceConnector connector = connect(worker.sourcePort(Counted.SOURCE), RIGHT)) {
            assertDown(connector, "older generation", "check port and protocol");
            awaitWarning("older generation", "check port and protocol");
        }
    }

    @Test
    void shouldBeDownInCamelAndKeepTheCookieOfAnEndpointOutOfTheLog() throws Exception {
        try (EmbeddedWorker worker = worker(0, RIGHT, true); CamelContext context = new DefaultCamelContext()) {
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("wallaroo:" + Counted.SOURCE + "?protocol=1&resilience=true&cookie=" + WRONG
                            + "&reconnectDelay=10&port=" + worker.sourcePort(Counted.SOURCE));
                }
            });
            context.start();
            Patience.until("health is down and names the remedy", () -> HealthCheckHelper.invokeReadiness(context)
                    .stream()
                    .anyMatch(result -> result.getState() == HealthCheck.State.DOWN
                            && result.getMessage().orElse("").contains("Set the option cookie")
                            && !result.toString().contains(RIGHT) && !result.toString().contains(WRONG)));
        }
    }

    /** Says the same to everybody who dials, and keeps the connection until it is closed from the other side. */
    private static final class Peer implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final byte[] answer;

        Peer(byte[] answer) throws IOException {
            this.answer = answer;
            Thread thread = new Thread(this::serve, "unfit-peer");
            thread.setDaemon(true);
            thread.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write(answer);
                    InputStream input = socket.getInputStream();
                    while (input.read() >= 0) {
                        // What the connector says does not matter.
                    }
                } catch (IOException e) {
                    // The next one.
                }
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
