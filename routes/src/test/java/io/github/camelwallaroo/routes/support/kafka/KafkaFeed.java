package io.github.camelwallaroo.routes.support.kafka;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.apache.camel.impl.DefaultCamelContext;

/** The route in a process of its own, that can be killed. */
final class KafkaFeed implements AutoCloseable {

    private final Process process;

    private KafkaFeed(Process process) {
        this.process = process;
    }

    /** @param log where its output goes */
    static KafkaFeed start(File log, String bootstrapServers, String topic, String group, int workerPort)
            throws IOException {
        return new KafkaFeed(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", System.getProperty("java.class.path"),
                KafkaFeed.class.getName(), bootstrapServers, topic, group, String.valueOf(workerPort))
                .redirectErrorStream(true)
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
        DefaultCamelContext context = new DefaultCamelContext();
        KafkaFeedRoute.addTo(context, arguments[0], arguments[1], arguments[2], Integer.parseInt(arguments[3]));
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
