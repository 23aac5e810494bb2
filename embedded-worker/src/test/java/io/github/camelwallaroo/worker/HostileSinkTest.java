package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.TwoPhaseCommitCodec;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.ConnectorFrame;
import io.github.camelwallaroo.frame.Message;
import io.github.camelwallaroo.frame.NotifyAck;
import io.github.camelwallaroo.frame.Ok;
import io.github.camelwallaroo.frame.PointOfReference;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.frame.StreamId;
import io.github.camelwallaroo.frame.TwoPhaseCommitMessage.ReplyUncommitted;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/** A sink of generation 1 that says anything at all: the worker neither hangs nor dies of it. */
@Timeout(120)
class HostileSinkTest {

    private static final int CONNECTIONS = 60;

    private final Random random = new Random(7);

    private byte[] anything() {
        List<ConnectorFrame> right = List.of(new Ok(10),
                new NotifyAck(true, StreamId.OUTPUT, PointOfReference.NONE), new Message(StreamId.TWO_PHASE_COMMIT, 0,
                        0, Message.NO_KEY, TwoPhaseCommitCodec.encode(new ReplyUncommitted(1, List.of()))));
        byte[] bytes = WireFormat.joined(
                right.subList(0, random.nextInt(4)).stream().map(ConnectorCodec::encode).toList());
        byte[] tail = new byte[random.nextInt(60)];
        random.nextBytes(tail);
        if (tail.length > 4 && random.nextBoolean()) {
            // A length that fits, so that what follows is looked at.
            tail[0] = 0;
            tail[1] = 0;
            tail[2] = 0;
            tail[3] = (byte) (tail.length - 4);
            tail[4] = (byte) random.nextInt(11);
        }
        byte[] all = WireFormat.joined(List.of(bytes, tail));
        if (all.length > 0 && random.nextInt(3) == 0) {
            all[random.nextInt(all.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return all;
    }

    private void serve(ServerSocket server, AtomicInteger connections) {
        try {
            while (connections.incrementAndGet() <= CONNECTIONS) {
                try (Socket socket = server.accept()) {
                    socket.setSoTimeout(20);
                    OutputStream out = socket.getOutputStream();
                    out.write(anything());
                    drain(socket.getInputStream());
                }
            }
            server.close();
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void drain(InputStream in) {
        try {
            in.skipNBytes(1_000_000);
        } catch (IOException e) {
            // Enough.
        }
    }

    private static SourceConnector dial(int port) {
        SourceOptions options = SourceOptions.of("words", new HostPort("127.0.0.1", port), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true))
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(20), 0, 0);
        SourceConnector connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }

    @Test
    void shouldGoOnWithASinkThatComesToItsSenses() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (ServerSocket server = new ServerSocket()) {
            server.setReuseAddress(true);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Application application = Application.named("hostile")
                    .source("words", SourceConnectorConfig.named("words").protocol(Protocol.V1).format("text"),
                            String.class)
                    .toSink(SinkConnectorConfig.named("sink")
                            .port(server.getLocalPort())
                            .protocol(Protocol.V1)
                            .format("text"))
                    .build();
            WorkerOptions options = WorkerOptions.defaults()
                    .withResilience()
                    .checkpointInterval(Duration.ofMillis(5))
                    .reconnectDelays(Duration.ofMillis(1), Duration.ofMillis(2));
            try (EmbeddedWorker worker = EmbeddedWorker.start(application, options)) {
                Thread serving = new Thread(() -> serve(server, connections), "hostile-sink");
                serving.start();
                serving.join();
                try (SessionSink sink = SessionSink.listen(server.getLocalPort());
                        // One that comes again when the worker, which may be rolling back, sends it away.
                        SourceConnector connector = dial(worker.sourcePort("words"))) {
                    connector.write(SourceMessage.of("hello"), failure -> {});
                    sink.awaitCommitted("hello");
                    assertThat(sink.wrong()).isEmpty();
                }
                assertThat(worker.state()).isEqualTo(WorkerState.RUNNING);
                assertThat(worker.metrics("sink").get(Metric.PROTOCOL_VIOLATIONS)).isPositive();
            }
        }
        Awaitility.await().until(() -> connections.get() > CONNECTIONS);
    }
}
