package io.github.camelwallaroo.worker;

import java.nio.file.Path;
import java.time.Duration;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.worker.checkpoint.CheckpointStep;

/** A worker in a process of its own that counts words by key for two sinks of generation 1, and dies where it is told to. */
final class CommittingWorker {

    static final String READY = "ready ";

    private static final int KEYS = 7;

    private CommittingWorker() {}

    private static final class Count {
        private long value;
    }

    /** The output for the numbers from 1, as they come. */
    static String expected(int numbers) {
        StringBuilder all = new StringBuilder();
        for (int number = 1; number <= numbers; number++) {
            all.append(number % KEYS).append('=').append((number + KEYS - 1) / KEYS).append(' ');
        }
        return all.toString();
    }

    static Application application(int sourcePort, int firstSink, int secondSink) {
        return Application.named("committing")
                .source("numbers",
                        SourceConnectorConfig.named("numbers").port(sourcePort).protocol(Protocol.V1).format("text"),
                        String.class)
                .keyBy(number -> String.valueOf(Integer.parseInt(number) % KEYS))
                .toState("count", Count::new, (number, count) -> Integer.parseInt(number) % KEYS + "=" + ++count.value
                        + " ")
                .toSinks(sink("first", firstSink), sink("second", secondSink))
                .build();
    }

    private static SinkConnectorConfig sink(String name, int port) {
        return SinkConnectorConfig.named(name).port(port).protocol(Protocol.V1).format("text");
    }

    /** @param arguments the state directory, the source's and the sinks' ports, a step or "none", and checkpoints before */
    public static void main(String[] arguments) throws Exception {
        WorkerOptions options = WorkerOptions.defaults()
                .withStateDir(Path.of(arguments[0]))
                .checkpointInterval(Duration.ofMillis(5))
                .reconnectDelays(Duration.ofMillis(5), Duration.ofMillis(20));
        Application application = application(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]),
                Integer.parseInt(arguments[3]));
        try (EmbeddedWorker worker = EmbeddedWorker.start(application, options)) {
            if (!arguments[4].equals("none")) {
                worker.faults().dieAt(CheckpointStep.valueOf(arguments[4]), Integer.parseInt(arguments[5]));
            }
            System.out.println(READY);
            worker.awaitStopped();
        }
    }
}
