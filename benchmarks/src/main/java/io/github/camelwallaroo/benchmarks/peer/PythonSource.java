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
import java.util.concurrent.TimeUnit;

/** A Python process that sends what it is told to. */
public final class PythonSource implements AutoCloseable {

    private static final String SCRIPT = "source_client.py";

    private final Path script;
    private final Process process;
    private final BufferedReader answers;
    private double cpuSeconds;

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

    public PythonSource(int port) throws IOException {
        script = Files.createTempFile("source_client", ".py");
        try (InputStream source = PythonSource.class.getResourceAsStream(SCRIPT)) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        process = new ProcessBuilder("python3", script.toString(), Integer.toString(port))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns when the process has written everything to its socket. */
    public void send(int messages, int payloadLength) throws IOException {
        OutputStream orders = process.getOutputStream();
        orders.write((messages + " " + payloadLength + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the Python process ended while it was sending; its error is above");
        }
        cpuSeconds += Double.parseDouble(answer);
    }

    /** @return CPU time in ns that its sending took so far */
    public long cpuNanos() {
        return (long) (cpuSeconds * 1e9);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        Files.deleteIfExists(script);
    }
}
