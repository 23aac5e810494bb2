package io.github.camelwallaroo.routes.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.camelwallaroo.testservices.faults.ChildJvm;

/** A shipped connector in a process of its own, that can be killed. */
public final class ConnectorProcess implements AutoCloseable {

    private final Process process;

    private ConnectorProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts one, and does not wait for it; see {@link RunningConnector#start}.
     *
     * @param log where its output goes, behind what is there
     */
    public static ConnectorProcess start(File log, String template, String connector, Map<String, ?> parameters)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                ConnectorProcess.class.getName(), template, connector));
        parameters.forEach((name, value) -> command.add(name + "=" + value));
        return new ConnectorProcess(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    /** As a power failure would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It stands still, as a machine that is paused does, and knows nothing of it. */
    public void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    public void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    /** In order, as Ctrl-C does. */
    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(180, TimeUnit.SECONDS)) {
            kill();
            throw new AssertionError("the connector did not stop within 180 s");
        }
    }

    /** {@link #kill()}, if it is still there. */
    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws InterruptedException {
        ChildJvm.endWithParent();
        Map<String, Object> parameters = new HashMap<>();
        for (String each : List.of(arguments).subList(2, arguments.length)) {
            parameters.put(each.substring(0, each.indexOf('=')), each.substring(each.indexOf('=') + 1));
        }
        RunningConnector connector = RunningConnector.start(arguments[0], arguments[1], parameters);
        Runtime.getRuntime().addShutdownHook(new Thread(connector::close));
        // Its own threads may all be daemons.
        new CountDownLatch(1).await();
    }
}
