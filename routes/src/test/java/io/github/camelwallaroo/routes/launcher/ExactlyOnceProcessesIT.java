package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** udp_source, a worker with resilience and file_sink, each in a process of its own; each is killed, and nobody notices. */
class ExactlyOnceProcessesIT {

    private static final int INTERRUPTED = 130;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private final StringBuilder expected = new StringBuilder();
    private DatagramSocket readings;
    private ReservedPort reservedSource;
    private ReservedPort reservedSink;
    private int feedPort;
    private int sent;

    @BeforeEach
    void describeTheApplication() throws IOException {
        readings = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        try (DatagramSocket feed = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            feedPort = feed.getLocalPort();
        }
        reservedSource = ReservedPort.any();
        reservedSink = ReservedPort.any();
        Files.writeString(folder.resolve("celsius.yaml"), """
                name: Celsius to Fahrenheit
                worker: io.github.camelwallaroo.routes.demo.Celsius
                connectors:
                  celsius_feed: {direction: source, protocol: "1", cookie: "c", port: %d, format: float32}
                  fahrenheit_conversion: {direction: sink, protocol: "1", cookie: "c", port: %d, format: text}
                """.formatted(reservedSource.number(), reservedSink.number()));
    }

    @AfterEach
    void close() throws IOException {
        readings.close();
        reservedSource.close();
        reservedSink.close();
    }

    @Test
    void shouldWriteTheFileOfARunWithoutFaultsWhicheverProcessIsKilled() throws Exception {
        Program sink = sink().says("listening on");
        Program worker = worker().says("listens on");
        Program source = source().says("receives datagrams");
        try {
            source.says("connected to");
            send(100);
            fileHas(20);
            worker.kill();
            send(100);
            worker = worker().says("listens on");
            fileHas(120);
            send(100);
            sink.kill();
            send(100);
            sink = sink().says("listening on");
            fileHas(expected.length());
            source.kill();
            source = source().says("receives datagrams").says("connected to");
            send(100);
            fileHas(expected.length());
            assertThat(file()).hasContent(expected.toString());

            for (Program program : new Program[]{source, worker, sink}) {
                program.interrupt();
                assertThat(program.exitCode()).as(program.lines().toString()).isEqualTo(INTERRUPTED);
            }
        } catch (Throwable e) {
            for (Program program : new Program[]{source, worker, sink}) {
                System.out.println("--\n" + String.join("\n", program.lines()));
            }
            throw e;
        } finally {
            source.close();
            worker.close();
            sink.close();
        }
        settled();
    }

    /** What the command says of the log that the processes left. */
    private void settled() throws Exception {
        try (Program list = Program.start(folder, "txn list logs")) {
            assertThat(list.exitCode()).as(list.lines().toString()).isZero();
            assertThat(list.lines()).hasSize(2)
                    .last()
                    .asString()
                    .matches("\\S+ +fahrenheit_conversion/.* +\\d+ +(\\d+) +\\1 +0 +- +-");
        }
        assertThat(file()).hasContent(expected.toString());
    }

    private Program sink() throws IOException {
        return Program.start(folder,
                "file_sink --application-module celsius --connector fahrenheit_conversion --resilience"
                        + " --transaction-log logs --fahrenheit_conversion-file out.txt");
    }

    private Program worker() throws IOException {
        return Program.start(folder, "worker --application-module celsius --run-with-resilience --resilience-dir state"
                + " --time-between-checkpoints 100000000");
    }

    private Program source() throws IOException {
        return Program.start(folder, "udp_source --application-module celsius --connector celsius_feed --resilience"
                + " --celsius_feed-host 127.0.0.1 --celsius_feed-port " + feedPort);
    }

    private Path file() {
        return folder.resolve("out.txt");
    }

    private void fileHas(int bytes) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(file().toFile().length()).isGreaterThanOrEqualTo(bytes));
    }

    private void send(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] reading = ByteBuffer.allocate(4).putFloat(sent).array();
            readings.send(new DatagramPacket(reading, reading.length, new InetSocketAddress("127.0.0.1", feedPort)));
            BigDecimal fahrenheit = BigDecimal.valueOf(sent * 18L + 320, 1);
            expected.append(fahrenheit.toPlainString()).append('\n');
            sent++;
        }
    }
}
