package io.github.camelwallaroo.worker.acceptance;

import java.nio.file.Path;
import java.time.Duration;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * A worker in a process of its own: counts numbered messages on a state directory and writes a line of text for each to a
 * sink of generation 0.6.
 */
final class WorkerProcess {

    static final String SINK = "counts";
    static final String READY = "ready";

    private WorkerProcess() {}

    /** @param arguments the source's port, the sink's port, the state directory, the source's cookie */
    public static void main(String[] arguments) throws Exception {
        ChildJvm.endWithParent();
        try (EmbeddedWorker worker = EmbeddedWorker.start(
                Counted.pipeline("counting",
                        Counted.source().cookie(arguments[3]).port(Integer.parseInt(arguments[0])))
                        .to("text", counted -> counted.stream() + " " + counted.number() + " " + counted.count())
                        .toSink(SinkConnectorConfig.named(SINK).port(Integer.parseInt(arguments[1])).format("text"))
                        .build(),
                WorkerOptions.defaults()
                        .withStateDir(Path.of(arguments[2]))
                        .reconnectDelays(Duration.ofMillis(10), Duration.ofMillis(50))
                        .checkpointInterval(Duration.ofMillis(30)))) {
            System.out.println(READY);
            worker.awaitStopped();
            System.out.println(worker);
        }
    }
}
