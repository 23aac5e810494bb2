package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;

/** What is delivered, used from folders of the user's own. */
class DistributionIT {

    @TempDir
    private Path folder;

    @Test
    void shouldShowTheDemoFromAnyFolder() throws Exception {
        // Not what the demo shows, and not to be taken for it.
        Files.writeString(folder.resolve("celsius.yaml"), "name: [\n");

        try (Program demo = Program.start(folder, "demo")) {
            assertThat(demo.exitCode()).as(String.join("\n", demo.lines())).isZero();

            assertThat(demo.lines()).filteredOn(line -> line.contains(" C -> "))
                    .hasSize(100)
                    .contains("  2.0 C -> 35.6 F");
            assertThat(demo.lines()).anyMatch(line -> line.startsWith("100 readings sent, 100 results received"));
        }
    }

    @Test
    void shouldReportWhenTheDemoIsInterrupted() throws Exception {
        try (Program demo = Program.start(folder, "demo --keep-running --rate 200")) {
            demo.says(" 5.0 C -> 41.0 F").interrupt();

            assertThat(demo.exitCode()).isEqualTo(130);
            // The last reading may have been on its way.
            assertThat(demo.lines()).anyMatch(line -> line
                    .matches("\\d+ readings sent, \\d+ results received, (none|\\d+) missing, none wrong, .*"));
        }
    }

    @Test
    void shouldRunRoutesThatUseTheTemplates() throws Exception {
        int port = freeUdpPort();
        Path routes = Files.writeString(folder.resolve("my-routes.yaml"), """
                - templatedRoute:
                    routeId: feed
                    routeTemplateRef: udp_source
                    parameters:
                      - {name: connector, value: feed}
                      - {name: wallarooPort, value: "{{worker.port}}"}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: %d}
                - route:
                    id: ticks
                    from:
                      uri: wallaroo:other?port=0
                      steps:
                        - log: "${body}"
                """.formatted(port));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        try (ServerSocket worker = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            Files.writeString(folder.resolve("my.properties"), "worker.port=" + worker.getLocalPort() + "\n");
            try (Program run = Program.start(elsewhere, "run " + routes + " ../my.properties")
                    .says("receives datagrams"); DatagramSocket sender = new DatagramSocket()) {
                sender.send(new DatagramPacket(new byte[]{1, 2, 3}, 3, new InetSocketAddress("127.0.0.1", port)));
                byte[] frame = worker.accept().getInputStream().readNBytes(15);

                assertThat(frame).startsWith(11, 0, 0, 0).endsWith(1, 2, 3);
                run.interrupt();
                assertThat(run.exitCode()).isEqualTo(130);
                assertThat(run.lines()).anyMatch(line -> line.contains("feed: 1 message sent to Wallaroo"))
                        .anyMatch(line -> line.contains("other: 0 messages received from Wallaroo"));
            }
        }
    }

    @Test
    void shouldRefuseAMisspelledTemplateParameterThatCamelWouldIgnore() throws Exception {
        Path routes = Files.writeString(folder.resolve("my-routes.yaml"), """
                - templatedRoute:
                    routeTemplateRef: udp_source
                    parameters:
                      - {name: connector, value: feed}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: many}
                      - {name: recieveBufferSize, value: 1000000}
                """);

        try (Program run = Program.start(folder, "run " + routes)) {
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.lines()).hasSize(2)
                    .anyMatch(line -> line.contains("port is 'many', expected a port number"))
                    .anyMatch(
                            line -> line.contains("no parameter 'recieveBufferSize'; did you mean receiveBufferSize"));
        }
    }

    @Test
    void shouldRunACopiedAndChangedConnectorByItsFile() throws Exception {
        int port = freeUdpPort();
        try (Program copy = Program.start(folder, "copy udp_source .")) {
            assertThat(copy.exitCode()).isZero();
        }
        Path mine = folder.resolve("my_udp_source.yaml");
        Files.writeString(mine, Files.readString(folder.resolve("udp_source.yaml"))
                .replace("        steps:\n", "        steps:\n          - log: \"seen\"\n"));
        try (Program source = Program.start(folder, "./my_udp_source.yaml --connector feed --wallaroo-port 1"
                + " --feed-host 127.0.0.1 --feed-port " + port).says("receives datagrams");
                DatagramSocket sender = new DatagramSocket()) {
            sender.send(new DatagramPacket(new byte[]{1}, 1, new InetSocketAddress("127.0.0.1", port)));

            source.says("seen");
        }
    }

    @Test
    void shouldTakeNothingFromTheEnvironmentUnawares() throws Exception {
        Map<String, String> environment = Map.of("PROTOCOL", "9", "FORMAT", "xml", "PORT", "1", "HOST", "elsewhere",
                "WALLAROOHOST", "127.0.0.1");
        Path routes = Files.writeString(folder.resolve("routes.yaml"), """
                - templatedRoute:
                    routeTemplateRef: udp_source
                    parameters:
                      - {name: connector, value: feed}
                      - {name: wallarooPort, value: 1}
                      - {name: host, value: 127.0.0.1}
                      - {name: port, value: 0}
                      - {name: format, value: bytes}
                """);

        try (Program named = Program.start(folder, environment,
                "udp_source --connector feed --wallaroo-port 1 --feed-host 127.0.0.1 --feed-port 0");
                Program run = Program.start(folder, environment, "run " + routes)) {
            named.says("receives datagrams on UDP 127.0.0.1:");
            run.says("receives datagrams on UDP 127.0.0.1:");
            assertThat(run.lines()).anyMatch(line -> line.contains("'wallarooHost' is not given")
                    && line.contains("environment variable WALLAROOHOST"))
                    .noneMatch(line -> line.contains("PROTOCOL"));
        }
    }

    @Test
    void shouldBeStartedByTheScriptEvenThroughALink() throws Exception {
        assumeTrue(File.separatorChar == '/', "the script is one for a POSIX shell");
        Path link = Files.createSymbolicLink(folder.resolve("link"),
                Program.DISTRIBUTION.resolve("bin/wallaroo-connectors"));

        try (Program list = Program.start(folder, Map.of(), List.of(link.toString()), "list")) {
            assertThat(list.exitCode()).as(list.lines().toString()).isZero();
            assertThat(list.lines()).as("a title, and a line each").hasSize(1 + new ConnectorCatalog().names().size());
        }
    }

    @Test
    void shouldComeAsOneArchiveWithEveryJarThatItNeedsAndNoOther() throws Exception {
        assertThat(Path.of("target/wallaroo-connectors.tar.gz")).isNotEmptyFile();
        try (java.util.jar.JarFile jar = new java.util.jar.JarFile(
                Program.DISTRIBUTION.resolve("wallaroo-connectors.jar").toFile());
                java.util.stream.Stream<Path> lib = Files.list(Program.DISTRIBUTION.resolve("lib"))) {
            String[] named = jar.getManifest().getMainAttributes().getValue("Class-Path").split(" ");

            assertThat(lib.map(file -> "lib/" + file.getFileName())).containsExactlyInAnyOrder(named);
        }
    }

    private static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }
}
