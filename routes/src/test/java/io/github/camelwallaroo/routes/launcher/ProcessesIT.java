package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** The tutorial's three processes: worker, udp_source, udp_sink, with the tutorial's own command lines. */
class ProcessesIT {

    private static final int BUSY = 2;
    private static final int INTERRUPTED = 130;

    @TempDir
    private Path folder;

    private DatagramSocket results;
    private ReservedPort reservedSource;
    private ReservedPort reservedSink;
    private int feedPort;
    private int sourcePort;
    private int sinkPort;

    @BeforeEach
    void describeTheApplication() throws IOException {
        results = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        results.setSoTimeout(60_000);
        try (DatagramSocket feed = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            feedPort = feed.getLocalPort();
        }
        reservedSource = ReservedPort.any();
        reservedSink = ReservedPort.any();
        sourcePort = reservedSource.number();
        sinkPort = reservedSink.number();
        Files.writeString(folder.resolve("celsius.yaml"), """
                name: Celsius to Fahrenheit
                worker: io.github.camelwallaroo.routes.demo.Celsius
                connectors:
                  celsius_feed: {direction: source, port: %d, format: float32}
                  fahrenheit_conversion: {direction: sink, port: %d, format: text}
                """.formatted(sourcePort, sinkPort));
    }

    @AfterEach
    void close() throws IOException {
        results.close();
        reservedSource.close();
        reservedSink.close();
    }

    @Test
    void shouldCarryPacketsThroughThreeProcessesAndAcrossACrashOfTheWorker() throws Exception {
        try (Program source = source("").says("receives datagrams");
                Program sink = sink("").says("listening on");
                Program worker = worker("").says("connected to")) {
            source.says("connected to");
            for (float celsius = 0; celsius < 20; celsius++) {
                assertThat(convert(celsius)).isEqualTo(celsius * 1.8 + 32, org.assertj.core.data.Offset.offset(0.01));
            }
            worker.kill();
            sink.says("disconnected");
            source.says("lost 127.0.0.1:" + sourcePort);
            for (float celsius = 100; celsius < 105; celsius++) {
                send(celsius);
            }
            try (Program again = worker("").says("connected to")) {
                assertThat(List.of(receive(), receive(), receive(), receive(), receive())).containsExactly(212.0, 213.8,
                        215.6, 217.4, 219.2);

                source.interrupt();
                assertThat(source.exitCode()).isEqualTo(INTERRUPTED);
                assertThat(source.lines()).last().asString().contains("celsius_feed: 25 messages sent to Wallaroo");
                again.interrupt();
                assertThat(again.exitCode()).isEqualTo(INTERRUPTED);
                assertThat(again.lines()).anyMatch(line -> line.contains("celsius_feed: 5 messages received"))
                        .anyMatch(line -> line.contains("fahrenheit_conversion: 5 messages sent"));
                sink.interrupt();
                assertThat(sink.exitCode()).isEqualTo(INTERRUPTED);
                assertThat(sink.lines()).last()
                        .asString()
                        .contains("fahrenheit_conversion: 25 messages received from Wallaroo");
            }
            assertThat(source.lines()).hasSizeLessThanOrEqualTo(8).noneMatch(line -> line.contains("Exception"));
        }
    }

    @Test
    void shouldMeetAWorkerAtAnotherAddressWhenTheFlagsSaySo() throws Exception {
        try (Program worker = worker(" --wallaroo-host 127.0.0.2").says("127.0.0.2:" + sourcePort);
                Program sink = sink(" --listen-host 127.0.0.1 --listen-port " + sinkPort).says("listening on");
                Program source = source(" --wallaroo-host 127.0.0.2 --wallaroo-port " + sourcePort)
                        .says("receives datagrams")) {
            source.says("connected to 127.0.0.2");
            worker.says("connected to");

            assertThat(convert(2)).isEqualTo(35.6);
            assertThat(sink.lines()).isNotEmpty();
        }
    }

    @Test
    void shouldTakeTheWorkersArgumentsEverywhere() throws Exception {
        String foreign = " --in 127.0.0.1:7010 --out 127.0.0.1:7002 --name worker1 --cluster-initializer"
                + " --worker-count 1 --ponythreads=1 --ponynoblock --fahrenheit_conversion-port 1";
        try (Program source = source(foreign).says("receives datagrams"); Program worker = worker(foreign)) {
            worker.says("listens on");
            assertThat(source.lines()).noneMatch(line -> line.contains("--"));
            assertThat(worker.lines()).noneMatch(line -> line.contains("--"));
        }
    }

    @Test
    void shouldSayWhichPortIsTakenInOneLineAndEndWithTwo() throws Exception {
        try (ServerSocket sourceTaken = new ServerSocket(sourcePort, 1, InetAddress.getByName("127.0.0.1"));
                ServerSocket sinkTaken = new ServerSocket(sinkPort, 1, InetAddress.getByName("127.0.0.1"));
                DatagramSocket feedTaken = new DatagramSocket(feedPort, InetAddress.getByName("127.0.0.1"));
                Program source = source("");
                Program sink = sink("");
                Program worker = worker("")) {
            for (Program program : List.of(source, sink, worker)) {
                assertThat(program.exitCode()).as(program.lines().toString()).isEqualTo(BUSY);
                assertThat(program.lines()).filteredOn(line -> line.startsWith("wallaroo-connectors: "))
                        .singleElement()
                        .asString()
                        .contains("in use");
                assertThat(program.lines()).noneMatch(line -> line.contains("\tat ") || line.contains("Exception"));
            }
            assertThat(source.lines()).anyMatch(line -> line.contains(":" + feedPort));
            assertThat(sink.lines()).anyMatch(line -> line.contains(":" + sinkPort));
            assertThat(worker.lines()).anyMatch(line -> line.contains(":" + sourcePort));
            assertThat(List.of(sourceTaken.isClosed(), sinkTaken.isClosed(), feedTaken.isClosed())).containsOnly(false);
        }
    }

    private Program source(String more) throws IOException {
        return Program.start(folder, "udp_source --application-module celsius --connector celsius_feed"
                + " --celsius_feed-host 127.0.0.1 --celsius_feed-port " + feedPort + more);
    }

    private Program sink(String more) throws IOException {
        return Program.start(folder, "udp_sink --application-module celsius --connector fahrenheit_conversion"
                + " --fahrenheit_conversion-host 127.0.0.1 --fahrenheit_conversion-port " + results.getLocalPort()
                + more);
    }

    private Program worker(String more) throws IOException {
        return Program.start(folder, "worker --application-module celsius" + more);
    }

    private double convert(float celsius) throws IOException {
        send(celsius);
        return receive();
    }

    private void send(float celsius) throws IOException {
        byte[] reading = ByteBuffer.allocate(4).putFloat(celsius).array();
        results.send(new DatagramPacket(reading, reading.length, new InetSocketAddress("127.0.0.1", feedPort)));
    }

    private double receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        results.receive(packet);
        return Double.parseDouble(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }
}
