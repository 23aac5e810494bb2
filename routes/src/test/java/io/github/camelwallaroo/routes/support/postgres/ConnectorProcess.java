package io.github.camelwallaroo.routes.support.postgres;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.routes.support.RunningConnector;

/** A shipped connector in a process of its own, that can be killed. */
final class ConnectorProcess implements AutoCloseable {

    private final Process process;

    private ConnectorProcess(Process process) {
        this.process = process;
    }

    /** @param log where its output goes */
    static ConnectorProcess start(File log, String template, String connector, Map<String, Object> parameters)
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
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        for (String pair : List.of(arguments).subList(2, arguments.length)) {
            parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }
        RunningConnector.start(arguments[0], arguments[1], parameters);
        // A test that is killed leaves nobody behind.
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(1);
    }
}
