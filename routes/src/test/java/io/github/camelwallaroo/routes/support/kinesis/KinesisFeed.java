package io.github.camelwallaroo.routes.support.kinesis;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.runner.TemplateRoutes;

/** {@code kinesis_source} as shipped, in a process of its own, that can be killed. */
final class KinesisFeed implements AutoCloseable {

    static final String CONNECTOR = "feed";

    private final Process process;

    private KinesisFeed(Process process) {
        this.process = process;
    }

    /**
     * Starts one for protocol 1 with resilience.
     *
     * @param log        where its output goes
     * @param parameters of the template
     */
    static KinesisFeed start(File log, Map<String, Object> parameters) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                KinesisFeed.class.getName()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
        parameters.forEach((name, value) -> builder.command().add(name + "=" + value));
        return new KinesisFeed(builder.start());
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
        Map<String, Object> parameters = new HashMap<>(
                Map.of("connector", CONNECTOR, "format", "key-value", "protocol", "1", "resilience", "true"));
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            parameters.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        DefaultCamelContext context = new DefaultCamelContext();
        new TemplateRoutes(new ConnectorCatalog().find("kinesis_source").orElseThrow(), CONNECTOR, parameters)
                .addTo(context);
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
