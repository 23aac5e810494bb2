package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** One Java class is the application of worker and connectors, each in a process of its own. */
class ApplicationModuleIT {

    @TempDir
    private Path folder;

    @Test
    void shouldRunWorkerAndConnectorsByOneClass() throws Exception {
        try (DatagramSocket results = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
                ReservedPort feedTcp = ReservedPort.any();
                ReservedPort conversionTcp = ReservedPort.any()) {
            results.setSoTimeout(60_000);
            int feed = freeUdpPort();
            String application = " --application-module " + CelsiusModule.class.getName() + " --classpath "
                    + Path.of("target/test-classes").toAbsolutePath() + " --feed-tcp " + feedTcp.number()
                    + " --conversion-tcp " + conversionTcp.number();
            try (Program source = Program.start(folder, "udp_source" + application
                    + " --connector celsius_feed --celsius_feed-host 127.0.0.1 --celsius_feed-port " + feed
                    + " --celsius_feed-dead-letter file:" + folder.resolve("dead")).says("receives datagrams");
                    Program sink = Program.start(folder, "udp_sink" + application
                            + " --connector fahrenheit_conversion --fahrenheit_conversion-host 127.0.0.1"
                            + " --fahrenheit_conversion-port " + results.getLocalPort()).says("listening on");
                    Program worker = Program.start(folder, "worker" + application).says("connected to")) {
                source.says("connected to");
                for (float celsius : new float[]{0, -300, 100}) {
                    byte[] reading = ByteBuffer.allocate(4).putFloat(celsius).array();
                    results.send(new DatagramPacket(reading, 4, new InetSocketAddress("127.0.0.1", feed)));
                }

                assertThat(receive(results)).isEqualTo("32.0");
                assertThat(receive(results)).as("only the message whose encoder throws fails").isEqualTo("212.0");
                source.says("below absolute zero");
                assertThat(worker.lines()).noneMatch(line -> line.contains("Exception"));
                assertThat(sink.lines()).noneMatch(line -> line.contains("Exception"));
            }
        }
    }

    @Test
    void shouldSayInOneLineWhatItCannotRun() throws Exception {
        Files.writeString(folder.resolve("celsius.yaml"), """
                name: Celsius to Fahrenheit
                connectors:
                  celsius_feed: {direction: source, port: 7100, format: float32}
                """);
        try (Program application = Program.start(folder, "application --application-module celsius")) {
            assertThat(application.exitCode()).as(application.lines().toString()).isZero();
            assertThat(application.lines()).first().asString().startsWith("Celsius to Fahrenheit (YAML file: ");
        }
        Files.writeString(folder.resolve("celsius.py"), "def application_setup(args): pass\n");
        try (Program application = Program.start(folder, "application --application-module celsius");
                Program unknown = Program.start(folder,
                        "udp_source --application-module celcius --connector celsius_feed --celsius_feed-host 127.0.0.1"
                                + " --celsius_feed-port 0")) {
            assertThat(application.exitCode()).isEqualTo(2);
            assertThat(application.lines()).singleElement()
                    .asString()
                    .contains("'celsius' is ambiguous: there are ", "celsius.yaml and ", "celsius.py;");
            assertThat(unknown.exitCode()).isEqualTo(2);
            assertThat(unknown.lines()).singleElement().asString().contains("did you mean 'celsius'?");
        }
    }

    private static String receive(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        socket.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
