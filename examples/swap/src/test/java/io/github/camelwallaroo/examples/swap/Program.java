package io.github.camelwallaroo.examples.swap;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code wallaroo-connectors}, as it is distributed, in a process of its own in the example's folder. */
final class Program implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Path JAR = Path
            .of("../../routes/target/wallaroo-connectors/wallaroo-connectors/wallaroo-connectors.jar");

    private final String name;
    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private Program(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    static Program start(Map<String, String> environment, List<String> arguments) throws IOException {
        if (!Files.exists(JAR)) {
            throw new IOException("there is no " + JAR + ", which Maven's phase package makes of the module routes");
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-jar", JAR.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        return new Program(arguments.get(0), process);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
        } catch (IOException e) {
            lines.add(e.toString());
        }
    }

    /** What it has said so far, on both streams. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits until it says something with that text. @throws IllegalStateException if it ends before */
    Program says(String text) {
        await("'" + text + "' of " + name).atMost(PATIENCE).until(() -> {
            if (lines().stream().anyMatch(line -> line.contains(text))) {
                return true;
            }
            assertAlive();
            return false;
        });
        return this;
    }

    /** @throws IllegalStateException with what it said, if it has ended */
    void assertAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(name + " ended with exit code " + process.exitValue() + "; it said\n"
                    + String.join("\n", lines()));
        }
    }

    /** Waits for its end. @throws IllegalStateException with what it said, if it fails or does not end */
    void succeed() throws InterruptedException {
        boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        reader.join(PATIENCE.toMillis());
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(name + " failed; it said\n" + String.join("\n", lines()));
        }
    }

    /** As {@code kill} does: it hands on what it has, says what passed, and ends. */
    void stop() throws InterruptedException {
        // Process.destroy would close the stream that it says its last lines on.
        process.toHandle().destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " does not end; it said\n" + String.join("\n", lines()));
        }
        reader.join(PATIENCE.toMillis());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
