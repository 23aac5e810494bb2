package io.github.camelwallaroo.routes.support.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.camel.impl.DefaultCamelContext;

/** A connector in a process of its own, that can be killed. */
final class ConnectorProcess implements AutoCloseable {

    private final Process process;

    private ConnectorProcess(Process process) {
        this.process = process;
    }

    /** @param log where its output goes */
    static ConnectorProcess start(File log, String template, Map<String, Object> parameters) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                ConnectorProcess.class.getName(), template));
        parameters.forEach((name, value) -> command.add(name + "=" + value));
        return new ConnectorProcess(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    /** As a power failure would. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** It stands still, as a machine that is paused does, and knows nothing of it. */
    void suspend() throws IOException, InterruptedException {
        signal("STOP");
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start().waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    /** In order, as Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("the route did not stop within 60 s");
        }
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals > 0) {
                parameters.put(argument.substring(0, equals), argument.substring(equals + 1));
            }
        }
        DefaultCamelContext context = new DefaultCamelContext();
        Templates.add(context, arguments[0], parameters);
        Runtime.getRuntime().addShutdownHook(new Thread(context::stop));
        context.start();
        endWithParent();
    }

    /** A test that is killed leaves nobody behind. */
    private static void endWithParent() throws IOException {
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(1);
    }
}
