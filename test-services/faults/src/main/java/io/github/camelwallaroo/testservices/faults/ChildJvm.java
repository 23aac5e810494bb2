package io.github.camelwallaroo.testservices.faults;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A JVM of its own, mostly with the class path of this one, then small and quick to start, and to be killed as the operating
 * system kills.
 */
public final class ChildJvm implements AutoCloseable {

    /** The exit status of a process that was ended by SIGKILL. */
    private static final int KILLED = 128 + 9;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** Nobody reads the logs of so many processes, and to set up logging is half of their start; unless somebody does. */
    private static final List<String> LEFT_OUT = Boolean.getBoolean("child.logs") ? List.of() : List.of("logback");

    private final String name;
    private final Process process;
    private final Thread reader;
    /** Guarded by itself. */
    private final List<String> lines = new ArrayList<>();
    private boolean ended;
    private volatile String lastWords;

    private ChildJvm(String name, Process process) {
        this.name = name;
        this.process = process;
        this.reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** @param main to be run; it calls {@link #endWithParent()} */
    public static ChildJvm start(Class<?> main, String heap, String... arguments) throws IOException {
        return start(main, heap, Map.of(), arguments);
    }

    /** As {@link #start(Class, String, String...)}. @param environment for what must not be seen in a list of processes */
    public static ChildJvm start(Class<?> main, String heap, Map<String, String> environment, String... arguments)
            throws IOException {
        return start(main.getSimpleName(), command(main, heap, arguments), environment);
    }

    /** Starts whatever a command starts, mostly one of {@link #command}. */
    public static ChildJvm start(String name, List<String> command, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ChildJvm(name, builder.start());
    }

    /** What starts a class of this class path. */
    public static List<String> command(Class<?> main, String heap, String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx" + heap,
                        "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1", "-Xshare:auto",
                        "-cp", classPath(),
                        main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> LEFT_OUT.stream().noneMatch(entry::contains))
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** To be called by a child's main: it ends when its parent does. */
    public static void endWithParent() {
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
            output.lines().forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            // Killed.
        }
        synchronized (lines) {
            ended = true;
            lines.notifyAll();
        }
    }

    private void add(String line) {
        synchronized (lines) {
            lines.add(line);
            lines.notifyAll();
        }
        if (lastWords != null && line.startsWith(lastWords)) {
            process.toHandle().destroyForcibly();
        }
    }

    /** SIGKILL as soon as it says a line that begins so; to be called before it can. */
    public ChildJvm killAt(String begin) {
        lastWords = begin;
        return this;
    }

    /** What it has written so far, to both streams. */
    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** The rest of the first line that begins so. */
    public Optional<String> line(String begin) {
        return lines().stream()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()))
                .findFirst();
    }

    /** Waits for it. @return the rest of the first line that begins so */
    public String awaitLine(String begin) throws InterruptedException {
        return lineOrEnd(begin).orElseThrow(
                () -> new AssertionError(name + " has ended and did not say '" + begin + "', only " + lines()));
    }

    /** Waits for it. @return the rest of the first line that begins so; empty if it ended without it */
    public Optional<String> lineOrEnd(String begin) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (lines) {
            while (line(begin).isEmpty() && !ended) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(name + " does not say '" + begin + "', only " + lines);
                }
                TimeUnit.NANOSECONDS.timedWait(lines, left);
            }
            return line(begin);
        }
    }

    /** Writes a line to its standard input. */
    public void say(String line) throws IOException {
        process.outputWriter().append(line).append('\n').flush();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL, also for what it started. @return all that it had written */
    public List<String> kill() throws InterruptedException {
        close();
        return awaitKilled();
    }

    /** Waits until it has been killed. @return all that it had written */
    public List<String> awaitKilled() throws InterruptedException {
        int status = awaitEnd();
        if (status != KILLED) {
            throw new AssertionError(name + " had ended before it was killed, with " + status + ": " + lines());
        }
        return lines();
    }

    /** Waits for its end and for all that it wrote. @return its exit status */
    public int awaitEnd() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError(name + " does not end; it says " + lines());
        }
        reader.join();
        return process.exitValue();
    }

    /** SIGKILL, if it is still there, also for what it started. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        // Not by the process itself, which would close the stream with what is still to be read.
        process.toHandle().destroyForcibly();
    }
}
