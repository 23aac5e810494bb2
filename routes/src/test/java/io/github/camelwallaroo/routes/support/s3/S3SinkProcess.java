package io.github.camelwallaroo.routes.support.s3;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.camelwallaroo.routes.support.RunningConnector;

/** {@code s3_bucket_sink} as shipped, in a process of its own that can be killed. */
final class S3SinkProcess implements AutoCloseable {

    private final Process process;

    private S3SinkProcess(Process process) {
        this.process = process;
    }

    /** @param log where its output goes */
    static S3SinkProcess start(File log, Map<String, Object> parameters) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                S3SinkProcess.class.getName()));
        parameters.forEach((name, value) -> command.add(name + "=" + value));
        return new S3SinkProcess(new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start());
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        for (String argument : arguments) {
            parameters.put(argument.substring(0, argument.indexOf('=')),
                    argument.substring(argument.indexOf('=') + 1));
        }
        RunningConnector.start("s3_bucket_sink", NumberFeed.SINK, parameters);
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
