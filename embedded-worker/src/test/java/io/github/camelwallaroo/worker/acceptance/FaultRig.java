package io.github.camelwallaroo.worker.acceptance;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.CompletionMode;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.source.StreamStatus;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * A cluster of three workers in this JVM on one state directory, two connectors with four streams each and six threads that
 * write to them, and a judge of each stream that sees every output.
 */
final class FaultRig implements AutoCloseable {

    static final int WORKERS = 3;
    private static final int CONNECTORS = 2;
    private static final int STREAMS_EACH = 4;
    private static final int WRITERS = 6;
    private static final int MOST_PENDING = 300;

    private final TransactionalMemorySink<Counted> sink = TransactionalMemorySink.named("counts");
    private final List<SourceConnector> connectors = new ArrayList<>();
    private final Map<String, SourceConnector> byStream = new LinkedHashMap<>();
    private final List<NumberedSource> sources = new ArrayList<>();
    private final Map<String, StreamJudge> judges = new LinkedHashMap<>();
    private final Map<String, Queue<Reopening>> reopenings = new LinkedHashMap<>();
    private final Writers writers;
    private EmbeddedWorker worker;
    private int judged;
    private volatile Fault.Cost cost = Fault.Cost.NOTHING;

    /** @param seed of the order in which threads write */
    FaultRig(Path stateDir, long seed) throws IOException {
        Application application = Counted.pipeline("faults", Counted.source().port(StablePorts.row(WORKERS)))
                .toSink(sink)
                .build();
        worker = EmbeddedWorker.start(application, WorkerOptions.defaults()
                .withWorkers(WORKERS)
                .withStateDir(stateDir)
                .checkpointInterval(Duration.ofMillis(20)));
        List<Writers.Feed> feeds = new ArrayList<>();
        for (int i = 0; i < CONNECTORS; i++) {
            SourceConnector connector = connector("feeder-" + i);
            connectors.add(connector);
            for (int j = 0; j < STREAMS_EACH; j++) {
                feeds.add(new Writers.Feed(source("numbers/" + i + "/" + j, connector), connector));
            }
        }
        writers = new Writers(feeds, WRITERS, seed);
    }

    private SourceConnector connector(String instance) {
        List<HostPort> addresses = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            addresses.add(new HostPort("127.0.0.1", worker.sourcePort(Counted.SOURCE, i)));
        }
        SessionOptions session = SessionOptions.DEFAULT.withCookie(Counted.COOKIE)
                .withInstanceName(instance)
                .withResilience(true)
                .withCompletion(CompletionMode.ACKNOWLEDGED);
        SourceOptions options = SourceOptions.of(Counted.SOURCE, addresses.get(0), Protocol.V1)
                .withWorkers(addresses)
                .withMaxPending(MOST_PENDING, SourceOptions.DEFAULT_MAX_PENDING_BYTES)
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(40), 0.3, 0)
                .withSession(session);
        SourceConnector connector = SourceConnector.of(options, Format.of("bytes"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }

    private NumberedSource source(String stream, SourceConnector connector) throws IOException {
        Queue<Reopening> queue = new ConcurrentLinkedQueue<>();
        NumberedSource source = new NumberedSource(stream, () -> cost, queue::add);
        sources.add(source);
        judges.put(stream, new StreamJudge(stream));
        reopenings.put(stream, queue);
        byStream.put(stream, connector);
        connector.open(stream, source);
        return source;
    }

    EmbeddedWorker worker() {
        return worker;
    }

    /** The worker dies and comes back on its state directory. */
    void killAndRestart() throws IOException {
        checkFailures();
        worker.kill();
        worker = worker.restart();
    }

    private void checkFailures() {
        if (worker.failureCount() > 0) {
            throw new AssertionError("the worker could not process messages: " + worker.failures());
        }
    }

    List<SourceConnector> connectors() {
        return connectors;
    }

    List<NumberedSource> sources() {
        return sources;
    }

    /** The sources whose streams are at a worker now. */
    List<NumberedSource> sourcesAt(HostPort address) {
        List<String> there = connectors.stream()
                .flatMap(connector -> connector.streams().stream())
                .filter(status -> address.toString().equals(status.worker()))
                .map(StreamStatus::stream)
                .toList();
        return sources.stream().filter(source -> there.contains(source.stream())).toList();
    }

    HostPort address(int index) {
        return new HostPort("127.0.0.1", worker.sourcePort(Counted.SOURCE, index));
    }

    /** From now on this may be seen of faults. */
    void tolerate(Fault.Cost most) {
        cost = most;
    }

    /** Gives each source so many more messages to give. */
    void allow(int messages) {
        writers.allow(messages);
    }

    long given() {
        return sources.stream().mapToLong(NumberedSource::last).sum();
    }

    /** Whether writers can get rid of nothing more as it is. */
    boolean isStuck() {
        return sources.stream()
                .noneMatch(source -> source.hasMore() && byStream.get(source.stream()).isWritable(source.stream()));
    }

    /** Whether all that was to be given is given, acknowledged and told to whoever waits for it. */
    boolean isSafe() {
        failIfTold();
        return sources.stream().allMatch(NumberedSource::isSafe);
    }

    private void failIfTold() {
        List<String> problems = sources.stream().flatMap(source -> source.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new AssertionError("sources were told what cannot be: " + problems);
        }
        if (writers.failure() != null) {
            throw new AssertionError("a writer failed: " + writers.failure(), writers.failure());
        }
    }

    /** Judges what came out since the last time; for when everything is safe. */
    void judge() {
        checkFailures();
        reopenings.forEach((stream, queue) -> {
            for (Reopening each = queue.poll(); each != null; each = queue.poll()) {
                judges.get(stream).reopened(each);
            }
        });
        List<Counted> outputs = sink.committed();
        for (Counted output : outputs.subList(judged, outputs.size())) {
            judges.get(output.stream()).output(output.number(), output.count());
        }
        judged = outputs.size();
        sources.forEach(source -> judges.get(source.stream()).lost(source.last()));
        judges.values().forEach(StreamJudge::settled);
        List<String> problems = judges.values().stream().flatMap(judge -> judge.problems().stream()).toList();
        if (!problems.isEmpty()) {
            throw new AssertionError("what came out is not what it should be: " + problems);
        }
    }

    List<StreamJudge> judges() {
        return List.copyOf(judges.values());
    }

    TransactionalMemorySink<Counted> sink() {
        return sink;
    }

    long metric(Metric metric) {
        return connectors.stream().mapToLong(connector -> connector.metrics().get(metric)).sum();
    }

    /** Everything that somebody wants to see who looks for a fault. */
    String findings() {
        StringBuilder text = new StringBuilder("sources:\n");
        sources.forEach(source -> text.append("  ").append(source).append('\n'));
        for (SourceConnector connector : connectors) {
            text.append("connector: ").append(connector.health()).append('\n');
            connector.streams().forEach(status -> text.append("  ").append(status).append('\n'));
        }
        text.append("worker: ").append(worker.status()).append('\n').append(writers.stacks());
        return text.toString();
    }

    @Override
    public void close() {
        writers.close();
        connectors.forEach(connector -> connector.close(Duration.ZERO));
        worker.kill();
    }
}
