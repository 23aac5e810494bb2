package io.github.camelwallaroo.routes.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code wallaroo-connectors} as a user starts it: the built jar, in a process of its own. */
public final class Program implements AutoCloseable {

    public static final Path DISTRIBUTION = Path.of("target/wallaroo-connectors/wallaroo-connectors").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private Program(Process process) {
        this.process = process;
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it in a folder. Arguments stand in one text, separated by blanks. */
    public static Program start(Path folder, String arguments) throws IOException {
        return start(folder, Map.of(), arguments);
    }

    /** As {@link #start(Path, String)}, with environment variables beside those of this process. */
    public static Program start(Path folder, Map<String, String> environment, String arguments) throws IOException {
        return start(folder, environment, List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar",
                DISTRIBUTION.resolve("wallaroo-connectors.jar").toString()), arguments);
    }

    /** As {@link #start(Path, String)}, by another command than Java's. */
    public static Program start(Path folder, Map<String, String> environment, List<String> command, String arguments)
            throws IOException {
        List<String> whole = new ArrayList<>(command);
        if (!arguments.isEmpty()) {
            whole.addAll(List.of(arguments.split(" ")));
        }
        assertThat(DISTRIBUTION.resolve("wallaroo-connectors.jar")).as("built by the package phase").exists();
        ProcessBuilder builder = new ProcessBuilder(whole).directory(Files.createDirectories(folder).toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new Program(builder.start());
    }

    private void read() {
        try (BufferedReader output = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    /** What it has said so far, on both streams. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits until it says something with that text. */
    public Program says(String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines()).anyMatch(line -> line.contains(text)));
        return this;
    }

    /** Ctrl-C. */
    public void interrupt() {
        try {
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A crash. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. @return the exit code */
    public int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ended; it said %s", lines()).isTrue();
        reader.join();
        return process.exitValue();
    }

    /** Kills it if it still runs; afterwards it writes nothing more into its folder. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
