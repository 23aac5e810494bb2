package io.github.camelwallaroo.routes.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import org.apache.camel.Message;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.testservices.tools.RequiredTool;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;

/** The UDP connectors with applications in Python, around a worker that runs the same pipeline in Java. */
@Timeout(120)
class PythonApplicationIT {

    private static final String HOST = "127.0.0.1";
    private static final Path EXAMPLE = Path.of("../examples/celsius-python").toAbsolutePath().normalize();

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo");

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private DatagramSocket socket;

    @BeforeAll
    static void requirePython() {
        RequiredTool.PYTHON.assumeInstalled();
    }

    @BeforeEach
    void open() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName(HOST));
        socket.setReceiveBufferSize(4 << 20);
        socket.setSoTimeout(60_000);
        opened.add(socket);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"celsius.py", "release-0.5.3/celsius.py"})
    void shouldConvertWhenTheModuleIsOfARelease(String module) throws Exception {
        String protocol = module.startsWith("release-0.5.3") ? "0.5" : "0.6";
        RunningConnector sink = connector("udp_sink", "fahrenheit_conversion",
                Map.of("application", EXAMPLE.resolve(module), "port", socket.getLocalPort(), "listenPort", 0));
        EmbeddedWorker worker = celsiusWorker(protocol, sink.sinkPort());
        connector("udp_source", "celsius_feed", Map.of("application", EXAMPLE.resolve(module), "port", 0,
                "wallarooPort", worker.sourcePort("celsius_feed")));
        InetSocketAddress feed = new InetSocketAddress(HOST, udpPort());

        for (int celsius = 0; celsius < 100; celsius++) {
            send(feed, ByteBuffer.allocate(4).putFloat(celsius).array());
        }

        assertThat(receiveAll(100)).containsExactlyElementsOf(IntStream.range(0, 100)
                .mapToObj(celsius -> Double.toString((float) celsius * 1.8 + 32))
                .toList());
    }

    @Test
    void shouldSetAsideTheOneMessageWithItsTracebackWhenItsEncoderRaises() throws Exception {
        Path module = Files.writeString(folder.resolve("moody.py"), """
                import wallaroo
                import wallaroo.experimental

                def application_setup(args):
                    feed = wallaroo.experimental.SourceConnectorConfig("feed", encode_feed, decode_feed, 7100)
                    out = wallaroo.experimental.SinkConnectorConfig("out", encode_out, decode_out, 7200)
                    return wallaroo.build_application("moody", wallaroo.source("s", feed).to_sink(out))

                count = 0

                @wallaroo.experimental.stream_message_encoder
                def encode_feed(data):
                    global count
                    count += 1
                    if count % 1000 == 0:
                        raise ValueError("no more than 999")
                    return data

                @wallaroo.experimental.stream_message_decoder
                def decode_feed(data):
                    return data

                encode_out = wallaroo.experimental.stream_message_encoder(lambda data: data)
                decode_out = wallaroo.experimental.stream_message_decoder(lambda data: data)
                """);
        RunningConnector sink = connector("udp_sink", "out",
                Map.of("application", module, "port", socket.getLocalPort(), "listenPort", 0));
        EmbeddedWorker worker = started(EmbeddedWorker.start(Application.named("moody")
                .source("s", SourceConnectorConfig.named("feed").format("bytes"))
                .toSink(SinkConnectorConfig.named("out").port(sink.sinkPort()).format("bytes"))
                .build()));
        RunningConnector source = connector("udp_source", "feed", Map.of("application", module, "port", 0,
                "wallarooPort", worker.sourcePort("feed"), "dead_letter", "mock:dead"));
        // Before it is sent to, or two would be made of one address.
        MockEndpoint dead = source.context().getEndpoint("mock:dead", MockEndpoint.class);
        InetSocketAddress feed = new InetSocketAddress(HOST, udpPort());

        for (int i = 0; i < 1_000; i += 100) {
            for (int j = i; j < i + 100; j++) {
                send(feed, Integer.toString(j).getBytes(UTF_8));
            }
            // No more on the way than the system's buffers hold for sure.
            int sent = i == 900 ? 99 : 100;
            assertThat(receiveAll(sent)).hasSize(sent);
        }

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(dead.getReceivedCounter()).isEqualTo(1));
        Message letter = dead.getExchanges().get(0).getIn();
        assertThat(letter.getBody(String.class)).isEqualTo("999");
        assertThat(letter.getHeader(DeadLetter.CAUSE, String.class)).startsWith(
                "encode_feed raised ValueError: no more than 999 at " + module
                        + ":16\nTraceback (most recent call last):")
                .contains("line 16, in encode_feed")
                .endsWith("ValueError: no more than 999");
        assertThat(letter.getHeader(DeadLetter.CONNECTOR)).isEqualTo("feed");
    }

    private EmbeddedWorker celsiusWorker(String protocol, int sinkPort) throws IOException {
        return started(EmbeddedWorker.start(Application.named("Celsius to Fahrenheit")
                .source("readings",
                        SourceConnectorConfig.named("celsius_feed").format("float32").protocol(Protocol.of(protocol)),
                        Float.class)
                .to("convert", celsius -> celsius * 1.8 + 32)
                .toSink(SinkConnectorConfig.named("fahrenheit_conversion")
                        .port(sinkPort)
                        .format("text")
                        .protocol(Protocol.of(protocol)))
                .build()));
    }

    private <T extends AutoCloseable> T started(T service) {
        opened.add(service);
        return service;
    }

    private RunningConnector connector(String template, String name, Map<String, Object> parameters) {
        Map<String, Object> all = new HashMap<>(parameters);
        all.replaceAll((key, value) -> value instanceof Path path ? path.toString() : value);
        all.put("host", HOST);
        return started(RunningConnector.start(template, name, all));
    }

    private int udpPort() {
        return await().atMost(Duration.ofSeconds(60))
                .until(() -> log.lines()
                        .stream()
                        .filter(line -> line.contains("receives datagrams"))
                        .findFirst(), Optional::isPresent)
                .map(line -> Integer.parseInt(line.replaceAll(".*:([0-9]+);.*", "$1")))
                .orElseThrow();
    }

    private void send(InetSocketAddress to, byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, to));
    }

    private List<String> receiveAll(int count) throws IOException {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            DatagramPacket packet = new DatagramPacket(new byte[1000], 1000);
            socket.receive(packet);
            all.add(new String(Arrays.copyOf(packet.getData(), packet.getLength()), UTF_8));
        }
        return all;
    }
}
