package io.github.camelwallaroo.worker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;

/** A worker in a process of its own that counts numbered messages by key, until somebody kills it. */
final class CountingWorker {

    static final String SOURCE = "numbers";
    static final String STATE = "count";
    static final int KEYS = 97;

    /** Where it says that it begins, and then, with its port, that it is ready. */
    static final String BEGINS = "begins";
    static final String READY = "ready ";

    private CountingWorker() {}

    /** What was counted of one key. */
    static final class Count {

        private long messages;
        private long sum;
        /** Enough of it that the log has to be replaced now and then. */
        private final String padding = "x".repeat(700);
        /** Grows and shrinks, so that states have many sizes. */
        private final Map<String, List<Long>> latest = new TreeMap<>();

        private void add(long number) {
            messages++;
            sum += number;
            latest.put("a" + number % 7, List.of(number));
            latest.remove("a" + (number + 3) % 7);
        }

        long messages() {
            return messages;
        }

        long sum() {
            return sum;
        }
    }

    /** @param message {@code stream:number} */
    private static String key(String message) {
        int end = message.indexOf(':');
        return key(message.substring(0, end), number(message));
    }

    static String key(String stream, long number) {
        return stream + ":" + number % KEYS;
    }

    private static long number(String message) {
        return Long.parseLong(message, message.indexOf(':') + 1, message.length(), 10);
    }

    static Application application() {
        return Application.named("counting")
                .source("count numbers",
                        SourceConnectorConfig.named(SOURCE).protocol(Protocol.V1).format("text").credits(400, 200),
                        String.class)
                .keyBy(CountingWorker::key)
                .toState(STATE, Count::new, (message, count) -> {
                    count.add(number(message));
                    return null;
                })
                .toSink(TransactionalMemorySink.<Object>named("nothing"))
                .build();
    }

    /** @param arguments the state directory, and the ms between checkpoints */
    public static void main(String[] arguments) throws Exception {
        System.out.println(BEGINS);
        WorkerOptions options = WorkerOptions.defaults()
                .withStateDir(Path.of(arguments[0]))
                .checkpointInterval(Duration.ofMillis(Long.parseLong(arguments[1])));
        try (EmbeddedWorker worker = EmbeddedWorker.start(application(), options)) {
            System.out.println(READY + worker.sourcePort(SOURCE));
            worker.awaitStopped();
            System.out.println(worker);
        }
    }
}
