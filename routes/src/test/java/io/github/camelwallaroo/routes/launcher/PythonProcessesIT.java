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
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.testservices.faults.ReservedPort;
import io.github.camelwallaroo.testservices.tools.RequiredTool;

/** The tutorial's processes with the application in Python, as a user has it; the worker runs the same pipeline in Java. */
class PythonProcessesIT {

    private static final int USAGE = 2;
    private static final int INTERRUPTED = 130;
    private static final Path EXAMPLE = Path.of("../examples/celsius-python").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private DatagramSocket results;
    private ReservedPort reservedSource;
    private ReservedPort reservedSink;
    private int feedPort;
    private int sourcePort;
    private int sinkPort;

    @BeforeAll
    static void requirePython() {
        RequiredTool.PYTHON.assumeInstalled();
    }

    @BeforeEach
    void open() throws IOException {
        results = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        results.setSoTimeout(60_000);
        try (DatagramSocket feed = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            feedPort = feed.getLocalPort();
        }
        reservedSource = ReservedPort.any();
        reservedSink = ReservedPort.any();
        sourcePort = reservedSource.number();
        sinkPort = reservedSink.number();
    }

    @AfterEach
    void close() throws IOException {
        results.close();
        reservedSource.close();
        reservedSink.close();
    }

    @Test
    void shouldCarryPacketsWhenTheModuleIsOnThePythonPath() throws Exception {
        String module = " --application-module celsius --python-path " + EXAMPLE;
        try (Program worker = worker("");
                Program sink = sink(module + " --listen-port " + sinkPort)) {
            worker.says("listens on").says("connected to");

            try (Program source = source(module + " --wallaroo-port " + sourcePort)) {
                source.says("receives datagrams").says("connected to");

                assertThat(convert(2)).isEqualTo(35.6);
                assertThat(convert(100)).isEqualTo(212);
                source.interrupt();
                assertThat(source.exitCode()).isEqualTo(INTERRUPTED);
                assertThat(source.lines()).last().asString().contains("celsius_feed: 2 messages sent to Wallaroo");
                assertThat(source.lines()).noneMatch(line -> line.contains("WARN"));
            }
            assertThat(sink.lines()).noneMatch(line -> line.contains("WARN"));
        }
    }

    @Test
    void shouldCarryPacketsWhenTheModuleOfTheLastSourceReadsTheWorkersArguments() throws Exception {
        String module = " --application-module celsius --in 127.0.0.1:" + sourcePort + " --out 127.0.0.1:" + sinkPort;
        Map<String, String> path = Map.of("PYTHONPATH", EXAMPLE.resolve("last-source").toString());
        try (Program worker = worker(", protocol: \"1\", cookie: Dragons-Love-Tacos");
                Program source = Program.start(folder.resolve("source"), path, sourceLine(module));
                Program sink = Program.start(folder.resolve("sink"), path, sinkLine(module))) {
            source.says("receives datagrams");
            worker.says("fahrenheit_conversion");

            assertThat(convert(2)).isEqualTo(35.6);
            assertThat(convert(-40)).isEqualTo(-40);
            assertThat(sink.lines()).noneMatch(line -> line.contains("Dragons"));
        }
    }

    @Test
    void shouldNameFileLineAndFaultAndEndWithTwoWhenTheModuleIsPrintedAsInTheTutorial() throws Exception {
        Files.writeString(folder.resolve("celsius.py"), """
                def application_setup(args):
                celsius_feed = wallaroo.experimental.SourceConnectorConfig(
                        "celsius_feed",
                        encoder=encode_feed,
                        decoder=decode_feed,
                        port=7100)
                """);
        try (Program source = Program.start(folder, sourceLine(" --application-module celsius"))) {
            assertThat(source.exitCode()).isEqualTo(USAGE);
            assertThat(source.lines()).filteredOn(line -> line.startsWith("wallaroo-connectors: "))
                    .singleElement()
                    .asString()
                    .contains("celsius.py:2: expected an indented block", "celsius_feed = wallaroo")
                    .endsWith("correct the indentation");
            assertThat(source.lines()).noneMatch(line -> line.contains("\tat "));
        }
    }

    private Program worker(String connector) throws IOException {
        Files.writeString(folder.resolve("worker.yaml"), """
                name: Celsius to Fahrenheit
                worker: io.github.camelwallaroo.routes.demo.Celsius
                connectors:
                  celsius_feed: {direction: source, port: %d, format: float32%s}
                  fahrenheit_conversion: {direction: sink, port: %d, format: text%s%s}
                """.formatted(sourcePort, connector, sinkPort, connector,
                connector.isEmpty() ? "" : ", payload: stream"));
        return Program.start(folder, "worker --application-module worker");
    }

    private Program source(String more) throws IOException {
        return Program.start(folder.resolve("source"), sourceLine(more));
    }

    private Program sink(String more) throws IOException {
        return Program.start(folder.resolve("sink"), sinkLine(more));
    }

    private String sourceLine(String more) {
        return "udp_source --connector celsius_feed --celsius_feed-host 127.0.0.1 --celsius_feed-port " + feedPort
                + more;
    }

    private String sinkLine(String more) {
        return "udp_sink --connector fahrenheit_conversion --fahrenheit_conversion-host 127.0.0.1"
                + " --fahrenheit_conversion-port " + results.getLocalPort() + more;
    }

    /** The example's modules end their results in a line feed, or do not. */
    private double convert(float celsius) throws IOException {
        byte[] reading = ByteBuffer.allocate(4).putFloat(celsius).array();
        results.send(new DatagramPacket(reading, reading.length, new InetSocketAddress("127.0.0.1", feedPort)));
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        results.receive(packet);
        return Double.parseDouble(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8).strip());
    }
}
