package io.github.camelwallaroo.routes.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {

    private final StringWriter out = new StringWriter();

    @Test
    void shouldPrintEveryPairAndSaySo() throws Exception {
        assertThat(demo(100, 0, false, "numbers").run()).isTrue();

        assertThat(out.toString().lines()).contains("  0.0 C -> 32.0 F", "  2.0 C -> 35.6 F", " 99.0 C -> 210.2 F")
                .anyMatch(line -> line.startsWith("100 readings sent, 100 results received, none missing, none wrong"))
                .anyMatch(line -> line.matches("from datagram to datagram, milliseconds: 50 % [0-9.]+, .*"));
        assertThat(out.toString().lines().filter(line -> line.contains(" C -> "))).hasSize(100);
    }

    @Test
    void shouldUseOtherPortsAndSaySoWhenTheUsualOnesAreTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            try {
                taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 7100));
            } catch (IOException e) {
                // Somebody else has taken it, which is as good.
            }

            assertThat(demo(3, 0, false, "numbers").run()).isTrue();
        }

        assertThat(out.toString()).contains("(port 7100 is taken, so it is ");
    }

    @Test
    void shouldTakeReadingsFromAFileAndNotCallItWellWhenALineWasLeftOut(@TempDir Path folder) throws Exception {
        Path good = Files.writeString(folder.resolve("good.txt"), "12.8\n-40\n");
        Path bad = Files.writeString(folder.resolve("bad.txt"), "12.8\nwarm\n");

        assertThat(demo(Long.MAX_VALUE, 0, false, good.toString()).run()).isTrue();
        assertThat(demo(Long.MAX_VALUE, 0, false, bad.toString()).run()).isFalse();

        assertThat(out.toString()).contains(" 12.8 C -> 55.04 F", "-40.0 C -> -40.0 F", "bad.txt, line 2: 'warm'");
    }

    @Test
    void shouldSendSeattlesWeather() throws Exception {
        assertThat(demo(4, 0, false, "weather").run()).isTrue();

        assertThat(out.toString()).contains("2012-01-01 high  12.8 C -> 55.04 F");
    }

    @Test
    void shouldGoOnUntilItIsStoppedAndThenReport(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("two.txt"), "1\n2\n");
        Demo demo = demo(1, 0, true, file.toString());
        CompletableFuture<Boolean> running = CompletableFuture.supplyAsync(() -> run(demo));
        await().until(() -> out.toString().lines().filter(line -> line.contains(" C -> ")).count() > 10);

        demo.stop();

        assertThat(running.get()).isTrue();
        assertThat(out.toString()).contains(" none missing, none wrong");
    }

    private static boolean run(Demo demo) {
        try {
            return demo.run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Demo demo(long count, int rate, boolean keepRunning, String input) {
        return new Demo(new Demo.Options(count, rate, keepRunning, input), new PrintWriter(out));
    }
}
