package io.github.camelwallaroo.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;

/**
 * This project's source connector feeds two workers in one JVM with several streams, while faults happen in an order that a
 * seed decides.
 */
final class FaultRun implements AutoCloseable {

    private static final String NUMBERS = "numbers";
    private static final int STREAMS = 5;

    private final Random random;
    private final TransactionalMemorySink<String> sink = TransactionalMemorySink.named("results");
    private final Map<String, AtomicInteger> acknowledged = new ConcurrentHashMap<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Map<String, Integer> happened = new TreeMap<>();
    private final SourceConnector connector;
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean stop;
    private final AtomicInteger written = new AtomicInteger();
    private EmbeddedWorker worker;

    /** What goes wrong. */
    @FunctionalInterface
    private interface Fault {

        void happen(FaultRun run) throws IOException;
    }

    /** Faults after which nothing comes out twice. */
    enum Exact {
        ROLLBACK(run -> run.worker.faults().rollback()),
        KILL(run -> {
            run.worker.kill();
            run.worker = run.worker.restart();
        }),
        STARVE(run -> {
            run.worker.faults().starve();
            run.progressOrTime();
            run.worker.faults().feed();
        }),
        REFUSE(run -> {
            run.worker.faults().refuseNotify(1 + run.random.nextInt(4));
            run.worker.faults().rollback();
        }),
        HANG(run -> {
            run.worker.faults().hang();
            run.progressOrTime();
            run.worker.faults().resume();
        }),
        DROP_CHECKPOINTS(run -> run.worker.faults().dropCheckpoints(run.random.nextInt(4))),
        HOLD_RECOVERY(run -> {
            run.worker.faults().holdRecovery();
            run.worker.faults().rollback();
            run.progressOrTime();
            run.worker.faults().answerHeld(RecoveryAnswer.values()[run.random.nextInt(3)]);
            run.worker.faults().endRecovery();
        });

        private final Fault fault;

        Exact(Fault fault) {
            this.fault = fault;
        }
    }

    /** Faults after which what was not acknowledged comes out twice. */
    enum Cut {
        RESET(run -> run.worker.faults().cut()),
        CUT_ONE(run -> run.worker.faults().onWorker(run.random.nextInt(2)).cut()),
        MID_FRAME(run -> run.worker.faults().cutMidFrame()),
        CORRUPT(run -> run.worker.faults().corrupt()),
        ELSEWHERE(run -> {
            int from = run.random.nextInt(2);
            run.worker.faults()
                    .onWorker(from)
                    .restartElsewhere("127.0.0.1:" + run.worker.sourcePort(NUMBERS, 1 - from));
        }),
        DOWN(run -> {
            run.worker.faults().onWorker(1).down();
            run.progressOrTime();
            run.worker.faults().onWorker(1).up();
        });

        private final Fault fault;

        Cut(Fault fault) {
            this.fault = fault;
        }
    }

    FaultRun(long seed, Path folder) throws IOException {
        this.random = new Random(seed);
        Application application = Application.named("pass on")
                .source("pass on", SourceConnectorConfig.named(NUMBERS).protocol(Protocol.V1).format("text"),
                        String.class)
                .toSink(sink)
                .build();
        this.worker = EmbeddedWorker.start(application, WorkerOptions.defaults()
                .withWorkers(2)
                .withStateDir(folder)
                .checkpointInterval(Duration.ofMillis(20)));
        List<HostPort> workers = IntStream.range(0, 2)
                .mapToObj(index -> new HostPort("127.0.0.1", worker.sourcePort(NUMBERS, index)))
                .toList();
        SourceOptions options = SourceOptions.of(NUMBERS, workers.get(0), Protocol.V1)
                .withWorkers(workers)
                .withMaxPending(2_000, 1 << 20)
                .withReconnect(Duration.ofMillis(5), Duration.ofMillis(20), 0.3, 0)
                .withSession(SessionOptions.DEFAULT.withResilience(true)
                        .withPoison(Integer.MAX_VALUE,
                                SessionOptions.DEFAULT.onPoison()));
        this.connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        for (int stream = 0; stream < STREAMS; stream++) {
            String name = "stream " + stream;
            acknowledged.put(name, new AtomicInteger());
            Thread writer = new Thread(() -> write(name), "writer of " + name);
            writer.setDaemon(true);
            writer.start();
            writers.add(writer);
        }
    }

    private void write(String stream) {
        try {
            int id = 0;
            while (!stop) {
                id++;
                written.incrementAndGet();
                AtomicInteger done = acknowledged.get(stream);
                boolean now = connector.write(new SourceMessage(stream + ":" + id, 0, null, stream, id), error -> {
                    if (error == null) {
                        done.incrementAndGet();
                    } else {
                        failure.compareAndSet(null, error);
                    }
                });
                if (now) {
                    done.incrementAndGet();
                }
            }
        } catch (Exception e) {
            failure.compareAndSet(null, e);
        }
    }

    private int safe() {
        return acknowledged.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    private void progressOrTime() {
        int before = sink.waiting() + sink.committed().size();
        long until = System.nanoTime() + Duration.ofMillis(random.nextInt(60)).toNanos();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .until(() -> sink.waiting() + sink.committed().size() > before + 5_000 || System.nanoTime() > until);
    }

    void happen(Exact fault) throws IOException {
        happen(fault.name(), fault.fault);
    }

    void happen(Cut fault) throws IOException {
        happen(fault.name(), fault.fault);
    }

    private void happen(String name, Fault fault) throws IOException {
        happened.merge(name, 1, Integer::sum);
        fault.happen(this);
    }

    /** Waits until something more is safe. */
    void awaitProgress() {
        int before = safe();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(1))
                .failFast(() -> failure.get() != null)
                .until(() -> safe() > before);
    }

    int randomInt(int bound) {
        return random.nextInt(bound);
    }

    /** Stops writing, and waits until everything is safe. @return what came out, by stream */
    Map<String, List<Integer>> finish() throws Exception {
        stop = true;
        for (Thread writer : writers) {
            writer.join(60_000);
        }
        worker.faults().dropCheckpoints(0);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> safe() == written.get() || failure.get() != null);
        if (failure.get() != null) {
            throw failure.get();
        }
        Map<String, List<Integer>> byStream = new TreeMap<>();
        for (String output : sink.committed()) {
            int colon = output.indexOf(':');
            byStream.computeIfAbsent(output.substring(0, colon), any -> new ArrayList<>())
                    .add(Integer.valueOf(output.substring(colon + 1)));
        }
        return byStream;
    }

    int written() {
        return written.get();
    }

    Map<String, Integer> happened() {
        return happened;
    }

    @Override
    public void close() {
        stop = true;
        connector.close(Duration.ofMillis(100));
        worker.kill();
    }
}
