package io.github.camelwallaroo.routes.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import org.apache.camel.component.netty.NettyConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.camelwallaroo.WallarooConsumer;
import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.transport.LinkState;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;

/** Both UDP connectors around an application that hands on what it is given. */
class UdpThroughWorkerTest {

    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes");

    private DatagramSocket socket;
    private EmbeddedWorker worker;
    private RouteRunner routes;

    @BeforeEach
    void open() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName(HOST));
        socket.setReceiveBufferSize(4 * 1024 * 1024);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    @AfterEach
    void close() {
        routes.close();
        worker.close();
        socket.close();
    }

    @Test
    void shouldCarryDatagramsUnchangedAndInOrder() throws Exception {
        InetSocketAddress source = start("bytes");
        List<byte[]> sent = new ArrayList<>();
        byte[] largest = new byte[65_507];
        new Random(11).nextBytes(largest);
        sent.add(largest);
        for (float reading : new float[]{2.5f, Float.intBitsToFloat(0x20202020), Float.intBitsToFloat(0x0a41200a),
                Float.intBitsToFloat(0x200a0d09)}) {
            sent.add(ByteBuffer.allocate(4).putFloat(reading).array());
        }
        for (int i = 0; i < 10_000; i++) {
            sent.add(ByteBuffer.allocate(4).putInt(i).array());
        }

        for (byte[] datagram : sent) {
            send(source, datagram);
            assertThat(receive()).isEqualTo(datagram);
        }
    }

    @Test
    void shouldGoOnWhenDatagramsCannotBeEncoded() throws Exception {
        InetSocketAddress source = start("float32");

        for (int i = 0; i < 80; i++) {
            send(source, new byte[i % 4]);
        }
        send(source, new byte[65_507]);
        send(source, new byte[]{0x40, 0, 0, 0});

        assertThat(new String(receive(), java.nio.charset.StandardCharsets.UTF_8)).isEqualTo("2.0");
        assertThat(log.lines()).filteredOn(line -> line.startsWith("WARN feed"))
                .singleElement()
                .asString()
                .contains("1 message not delivered", "float32", "exactly 4 bytes");
    }

    @Test
    void shouldRejectAnEmptyMessageAtTheSinkAndSendTheNext() throws Exception {
        InetSocketAddress source = start("bytes");

        send(source, new byte[0]);
        send(source, new byte[]{7});

        assertThat(receive()).containsExactly(7);
        assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN out: 1 message not delivered"));
    }

    @Test
    void shouldDeliverWhatWasSentWhileTheWorkerWasAway() throws Exception {
        InetSocketAddress source = start("bytes");
        send(source, new byte[]{1});
        receive();
        worker.stop(PATIENCE);
        // What goes to the old connection may be lost, and is counted.
        await().atMost(PATIENCE).until(() -> feed().status().state() != LinkState.CONNECTED);
        for (byte i = 2; i < 7; i++) {
            send(source, new byte[]{i});
        }

        worker = worker.restart();

        for (byte i = 2; i < 7; i++) {
            assertThat(receive()).containsExactly(i);
        }
    }

    @Test
    void shouldCountWhatMayBeLostAndRepeatNothingWhenTheWorkerIsKilled() throws Exception {
        InetSocketAddress source = start("bytes");
        int underWay = 200;
        for (int i = 0; i < underWay; i++) {
            send(source, ByteBuffer.allocate(4).putInt(i).array());
        }
        worker.kill();
        worker = worker.restart();
        await().atMost(PATIENCE).until(() -> worker.status().sources().get(0).served() > 0);
        send(source, ByteBuffer.allocate(4).putInt(underWay).array());

        // All that the first connection took, and perhaps lost.
        int inDoubt = (int) feed().metrics().get(Metric.IN_DOUBT);
        List<Integer> received = new ArrayList<>();
        while (received.size() <= underWay - inDoubt || !received.contains(underWay)) {
            int number = ByteBuffer.wrap(receive()).getInt();
            assertThat(received).doesNotContain(number);
            received.add(number);
        }
        // The sink may still be busy with what the worker that was killed had sent when the next one's comes.
        assertThat(received).filteredOn(number -> number < inDoubt).isSorted();
        assertThat(received).filteredOn(number -> number >= inDoubt).isSorted();
    }

    private SourceConnector feed() {
        return routes.main()
                .getCamelContext()
                .getEndpoints()
                .stream()
                .filter(endpoint -> endpoint.getEndpointUri().startsWith("wallaroo://feed"))
                .map(endpoint -> ((WallarooEndpoint) endpoint).getSourceConnector())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldSayHowManyMessagesPassed() throws Exception {
        InetSocketAddress source = start("bytes");
        for (int i = 0; i < 5; i++) {
            send(source, new byte[]{1});
            receive();
        }

        routes.close();

        assertThat(log.lines()).anyMatch(line -> line.startsWith("INFO feed: 5 messages sent to Wallaroo"))
                .anyMatch(line -> line.startsWith("INFO out: 5 messages received from Wallaroo"));
    }

    private InetSocketAddress start(String format) throws IOException {
        routes = new RouteRunner(template("udp_sink", "out", Map.of("port", socket.getLocalPort(), "listenPort", 0,
                "format", "bytes", "reportInterval", 3600)), getClass().getClassLoader());
        routes.start();
        int sinkPort = ((WallarooConsumer) routes.main().getCamelContext().getRoute("out").getConsumer())
                .getConnector()
                .address()
                .port();
        worker = EmbeddedWorker.start(Application.named("as it is")
                .source("all", SourceConnectorConfig.named("feed").format(format))
                .toSink(SinkConnectorConfig.named("out")
                        .port(sinkPort)
                        .format(format.equals("bytes") ? "bytes" : "text"))
                .build());
        routes.add(template("udp_source", "feed", Map.of("port", 0, "wallarooPort", worker.sourcePort("feed"), "format",
                format, "reportInterval", 3600)));
        assertThat(routes.main().getCamelContext().getRoute("feed").getConsumer()).isInstanceOf(NettyConsumer.class);
        return new InetSocketAddress(HOST, udpPort());
    }

    private int udpPort() {
        return await().atMost(PATIENCE)
                .until(() -> log.lines()
                        .stream()
                        .filter(line -> line.contains("receives datagrams"))
                        .findFirst(), Optional::isPresent)
                .map(line -> Integer.parseInt(line.replaceAll(".*:([0-9]+);.*", "$1")))
                .orElseThrow();
    }

    private static TemplateRoutes template(String name, String connector, Map<String, Object> parameters) {
        Map<String, Object> all = new java.util.HashMap<>(parameters);
        all.put("connector", connector);
        all.put("host", HOST);
        return new TemplateRoutes(new ConnectorCatalog().find(name).orElseThrow(), connector, all);
    }

    private void send(InetSocketAddress to, byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, to));
    }

    private byte[] receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }
}
