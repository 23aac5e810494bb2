package io.github.camelwallaroo.examples.celsius;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** Runs the example as its README says, in each of its forms, on ports that are free. */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(400)
class CelsiusExampleIT {

    private static final Path EXAMPLE = Path.of("").toAbsolutePath();
    private static final Path LAUNCHER = EXAMPLE
            .resolve("../../routes/target/wallaroo-connectors/wallaroo-connectors/wallaroo-connectors.jar")
            .normalize();

    @TempDir
    Path folder;
    private final int udpIn = freeUdpPort();
    private final int udpOut = freeUdpPort();
    private ReservedPort feedPort;
    private ReservedPort conversionPort;
    private Process example;

    @BeforeEach
    void copyWithFreePorts() throws IOException {
        feedPort = ReservedPort.any();
        conversionPort = ReservedPort.any();
        Files.createDirectories(folder.resolve("a/b/target"));
        for (String file : new String[]{"run", "routes.yaml", "target/classpath"}) {
            Files.copy(EXAMPLE.resolve(file), folder.resolve("a/b").resolve(file));
        }
        Files.createSymbolicLink(folder.resolve("a/b/target/classes"), EXAMPLE.resolve("target/classes"));
        String application = Files.readString(EXAMPLE.resolve("celsius.yaml"));
        Files.writeString(folder.resolve("a/b/celsius.yaml"),
                application.replace("port: 7100", "port: " + feedPort.number())
                        .replace("port: 7200", "port: " + conversionPort.number()));
        assertThat(folder.resolve("a/b/run").toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        if (example != null) {
            example.destroy();
            if (!example.waitFor(120, TimeUnit.SECONDS)) {
                example.descendants().forEach(ProcessHandle::destroyForcibly);
                example.destroyForcibly();
                throw new AssertionError("the example does not end");
            }
        }
        feedPort.close();
        conversionPort.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml", "processes", "module"})
    void shouldConvertReadingsInEveryForm(String form) throws Exception {
        ProcessBuilder run = new ProcessBuilder("./run", form).directory(folder.resolve("a/b").toFile()).inheritIO();
        run.environment().put("UDP_IN", "" + udpIn);
        run.environment().put("UDP_OUT", "" + udpOut);
        run.environment().put("FEED_PORT", "" + feedPort.number());
        run.environment().put("CONVERSION_PORT", "" + conversionPort.number());
        run.environment().put("WALLAROO_CONNECTORS", "java -jar " + LAUNCHER);
        example = run.start();

        // Datagrams that come too early are lost, and those behind them may be answered to the next one who asks.
        Awaitility.await()
                .atMost(180, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(readings().lines()).hasSize(10)
                        .startsWith("0 C -> 32.0 F", "10 C -> 50.0 F")
                        .endsWith("90 C -> 194.0 F"));
    }

    private String readings() throws Exception {
        Process readings = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                EXAMPLE.resolve("Readings.java").toString(), "" + udpIn, "" + udpOut)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(readings.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        readings.waitFor();
        return output;
    }

    private static int freeUdpPort() {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
