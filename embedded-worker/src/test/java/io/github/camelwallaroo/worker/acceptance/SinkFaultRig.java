package io.github.camelwallaroo.worker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.SinkFaults;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * Numbers go to a worker, which counts them by key, and its output to a file by a {@link SinkConnector} in a process of its
 * own; faults strike in between.
 */
final class SinkFaultRig implements AutoCloseable {

    private static final int KEYS = 7;
    private static final String HEAP = "48m";

    private interface Undoing {

        void run() throws Exception;
    }

    private final Path directory;
    private final int sourcePort = StablePorts.row(2);
    private final int sinkPort = sourcePort + 1;
    private final List<Undoing> undoings = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final StringBuilder expected = new StringBuilder();
    private final SourceConnector source;
    private EmbeddedWorker worker;
    private ChildJvm sink;
    private int numbers;

    private static final class Count {

        public long value;
    }

    SinkFaultRig(Path directory) throws Exception {
        this.directory = directory;
        startSink();
        startWorker();
        SourceOptions options = SourceOptions.of("numbers", new HostPort("127.0.0.1", sourcePort), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true))
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(50), 0, 0);
        source = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        source.connect();
    }

    private void startSink() throws IOException, InterruptedException {
        sink = ChildJvm.start(SinkFileProcess.class, HEAP, directory.toString(), String.valueOf(sinkPort));
        sink.awaitLine(SinkFileProcess.READY);
    }

    private void killSink() throws InterruptedException {
        sink.kill()
                .stream()
                .filter(line -> line.startsWith(SinkFileProcess.WRONG) || line.contains("Exception"))
                .forEach(wrong::add);
    }

    private void startWorker() throws Exception {
        worker = EmbeddedWorker.start(Application.named("counting")
                .source("numbers",
                        SourceConnectorConfig.named("numbers").port(sourcePort).protocol(Protocol.V1).format("text"),
                        String.class)
                .keyBy(number -> String.valueOf(Integer.parseInt(number) % KEYS))
                .toState("count", Count::new,
                        (number, count) -> Integer.parseInt(number) % KEYS + "=" + ++count.value + " ")
                .toSink(SinkConnectorConfig.named(SinkFileProcess.CONNECTOR)
                        .port(sinkPort)
                        .protocol(Protocol.V1)
                        .format("text"))
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(directory.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(15))
                        .reconnectDelays(Duration.ofMillis(5), Duration.ofMillis(20)));
    }

    /** Gives that many more numbers to the worker, or to whoever keeps them until it is back. */
    void give(int more) throws Exception {
        for (int i = 0; i < more; i++) {
            int number = ++numbers;
            expected.append(number % KEYS).append('=').append((number + KEYS - 1) / KEYS).append(' ');
            source.write(SourceMessage.of(String.valueOf(number)), e -> {
                if (e != null) {
                    failure.compareAndSet(null, e);
                }
            });
        }
    }

    void strike(SinkFault fault) throws Exception {
        SinkFaults sinks = worker.faults().sinks();
        switch (fault) {
            case SINK_KILLED -> {
                killSink();
                startSink();
            }
            case SINK_ABSENT -> {
                killSink();
                undoings.add(this::startSink);
            }
            case SINK_DISK_FAILS -> command(SinkFileProcess.DISK_FAILS, SinkFileProcess.DISK_WORKS);
            case SINK_SLOW -> command(SinkFileProcess.SLOW, SinkFileProcess.FAST);
            case SINK_CUT -> sinks.cut();
            case SINK_CUT_BEFORE_DECISION -> sinks.cutBeforeDecision();
            case ABORTED -> sinks.abort();
            case DECISION_HELD -> undoings.add(sinks.holdDecision()::release);
            case WORKER_ROLLED_BACK -> worker.faults().rollback();
            case WORKER_KILLED -> {
                worker.kill();
                startWorker();
            }
            case SOURCE_CUT -> {
                worker.faults().dropCheckpoints(Integer.MAX_VALUE);
                // One that had begun is over behind this one, and covers nothing that comes twice.
                worker.faults().checkpoint();
                worker.faults().cut();
                worker.faults().rollback();
                worker.faults().dropCheckpoints(0);
            }
        }
    }

    private void command(String begin, String end) throws IOException {
        ChildJvm commanded = sink;
        commanded.say(begin);
        undoings.add(() -> {
            if (commanded.isAlive()) {
                commanded.say(end);
            }
        });
    }

    boolean isSinkThere() {
        return sink.isAlive();
    }

    /** Ends what lasts. */
    void undo() throws Exception {
        for (Undoing undoing : undoings) {
            undoing.run();
        }
        undoings.clear();
    }

    /** Whether the file holds all that there should be, and fails if it holds anything else. */
    boolean isDelivered() throws IOException {
        if (failure.get() != null) {
            throw new AssertionError("the source gave a message back", failure.get());
        }
        if (!wrong.isEmpty() || sink.line(SinkFileProcess.WRONG).isPresent()) {
            throw new AssertionError(wrong + " " + sink.lines());
        }
        return Files.size(directory.resolve(SinkFileProcess.FILE)) >= expected.length();
    }

    /** What a run without faults has for output. */
    byte[] expected() {
        return expected.toString().getBytes(UTF_8);
    }

    byte[] output() throws IOException {
        return Files.readAllBytes(directory.resolve(SinkFileProcess.FILE));
    }

    int numbers() {
        return numbers;
    }

    /** For whoever looks for a fault. */
    String findings() {
        return worker.status() + "\n" + source.health() + "\n" + sink.lines();
    }

    @Override
    public void close() {
        source.close(Duration.ZERO);
        worker.kill();
        sink.close();
    }
}
