package io.github.camelwallaroo.worker.acceptance;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own, mostly a JVM, which can be killed as the operating system kills. */
final class ChildProcess implements AutoCloseable {

    /** The exit status of a process that was ended by SIGKILL. */
    private static final int KILLED = 128 + 9;

    private final String name;
    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private final Thread reader;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param environment for what must not be seen in a list of processes */
    static ChildProcess start(Class<?> main, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(command(main));
        command.addAll(List.of(arguments));
        return start(main.getSimpleName(), command, environment);
    }

    /** What starts a class of this classpath. */
    static List<String> command(Class<?> main) {
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                main.getName());
    }

    static ChildProcess start(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildProcess(name, builder.start());
    }

    /** To be called by a child's main: it ends when its parent does. */
    static void endWithParent() {
        Thread watch = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    // The parent says nothing.
                }
            } catch (IOException e) {
                // As if it had ended.
            }
            Runtime.getRuntime().halt(3);
        }, "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader()) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // Killed.
        }
    }

    /** What it has written so far. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The rest of the first line that begins with this. */
    Optional<String> line(String begin) {
        return lines().stream()
                .filter(line -> line.startsWith(begin))
                .findFirst()
                .map(
                        line -> line.substring(begin.length()));
    }

    /** Waits for it. @return the rest of the first line that begins with this */
    String awaitLine(String begin) {
        Patience.until(name + " says '" + begin + "'", () -> {
            if (line(begin).isEmpty() && !process.isAlive()) {
                throw new AssertionError(name + " has ended with " + process.exitValue() + " and said: " + lines());
            }
            return line(begin).isPresent();
        });
        return line(begin).orElseThrow();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. @return all that it had written */
    List<String> kill() throws InterruptedException {
        close();
        int status = process.waitFor();
        reader.join();
        if (status != KILLED) {
            throw new AssertionError(name + " had ended before it was killed, with " + status + ": " + lines());
        }
        return lines();
    }

    /** Waits for its end. @return its exit status */
    int awaitEnd() throws InterruptedException {
        Patience.until(name + " ends", () -> !process.isAlive());
        reader.join();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
