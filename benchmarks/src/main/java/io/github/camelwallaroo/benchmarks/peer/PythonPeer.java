package io.github.camelwallaroo.benchmarks.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A script that stands beside this class, in a process of its own: a line is an order, and is answered by CPU seconds. */
public abstract class PythonPeer implements AutoCloseable {

    private final Path script;
    private final Process process;
    private final BufferedReader answers;
    private double cpuSeconds;

    PythonPeer(String name, List<String> arguments) throws IOException {
        script = copy(name, Files.createTempFile("peer", ".py"));
        List<String> command = new ArrayList<>(List.of("python3", script.toString()));
        command.addAll(arguments);
        process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Whether there is a {@code python3} on the PATH that starts. */
    public static boolean isAvailable() {
        try {
            Process process = new ProcessBuilder("python3", "-c", "import socket, struct")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The application module that stands beside this class, in a file of its own. */
    public static Path module() throws IOException {
        Path folder = Files.createTempDirectory("bench");
        folder.toFile().deleteOnExit();
        Path file = copy("celsius.py", folder.resolve("celsius.py"));
        file.toFile().deleteOnExit();
        return file;
    }

    private static Path copy(String name, Path to) throws IOException {
        try (InputStream source = PythonPeer.class.getResourceAsStream(name)) {
            Files.copy(source, to, StandardCopyOption.REPLACE_EXISTING);
        }
        return to;
    }

    final void order(String line) throws IOException {
        OutputStream orders = process.getOutputStream();
        orders.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }

    final String answer() throws IOException {
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the Python process ended while it had an order; its error is above");
        }
        return answer;
    }

    /** Returns when the order is carried out. */
    public final void await() throws IOException {
        cpuSeconds += Double.parseDouble(answer());
    }

    /** @return CPU time in ns that its orders took so far */
    public final long cpuNanos() {
        return (long) (cpuSeconds * 1e9);
    }

    @Override
    public final void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(script);
    }
}
