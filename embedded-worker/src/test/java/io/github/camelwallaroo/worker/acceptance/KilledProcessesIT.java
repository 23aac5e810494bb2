package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.SinkConnector;
import io.github.camelwallaroo.sink.SinkOptions;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** Processes that end as SIGKILL ends them, in the middle of their work: the connector's, the worker's, and both. */
@Timeout(900)
class KilledProcessesIT {

    private static final List<String> STREAMS = List.of("numbers/a", "numbers/b", "numbers/c");
    private static final int LIVES = 10;
    private static final String HEAP = "256m";

    @TempDir
    Path stateDir;

    private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffff_ffffL);
    private final Random random = new Random(seed);

    private static ChildJvm feeder(int port, int numbers) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(String.valueOf(port), String.valueOf(numbers)));
        arguments.addAll(STREAMS);
        return ChildJvm.start(FeederProcess.class, HEAP, Map.of(FeederProcess.COOKIE, Counted.COOKIE),
                arguments.toArray(String[]::new));
    }

    /** The last number that a feeder told for each stream, behind this word. */
    private static Map<String, Long> told(List<String> lines, String word) {
        Map<String, Long> numbers = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            if (line.startsWith(word) && words.length == 3) {
                numbers.put(words[1], Long.parseLong(words[2]));
            }
        }
        return numbers;
    }

    private static void awaitOpened(ChildJvm feeder) {
        Patience.until("streams are open", () -> {
            assertThat(feeder.isAlive()).as("%s", feeder.lines()).isTrue();
            return told(feeder.lines(), FeederProcess.OPENED).size() == STREAMS.size();
        });
    }

    /** Waits until a feeder has told that so many more were acknowledged than it has told up to now. */
    private static void awaitAcknowledged(ChildJvm feeder, long more) {
        long before = sum(told(feeder.lines(), FeederProcess.ACKNOWLEDGED));
        Patience.until(more + " more are acknowledged", () -> {
            assertThat(feeder.isAlive()).as("%s", feeder.lines()).isTrue();
            return sum(told(feeder.lines(), FeederProcess.ACKNOWLEDGED)) >= before + more;
        });
    }

    private static long sum(Map<String, Long> numbers) {
        return numbers.values().stream().mapToLong(Long::longValue).sum();
    }

    private static void assertDone(ChildJvm feeder) throws InterruptedException {
        Patience.until("everything is acknowledged", () -> !feeder.isAlive());
        assertThat(feeder.awaitEnd()).as("%s", feeder.lines()).isZero();
        assertThat(feeder.lines()).contains(FeederProcess.DONE)
                .as("what sources complain of")
                .noneMatch(line -> line.startsWith("numbers/"));
    }

    /** What the worker does when its connector has died. */
    private enum Reaction {
        /** A checkpoint comes before the connector is back, or not. */
        NONE(Fault.Cost.REPEATED),
        /** None comes: what the last one does not cover is counted again (rule S6). */
        NO_CHECKPOINT(Fault.Cost.REPEATED),
        ROLLBACK(Fault.Cost.UNDONE);

        private final Fault.Cost cost;

        Reaction(Fault.Cost cost) {
            this.cost = cost;
        }
    }

    @Test
    void shouldLoseNothingWhenTheConnectorsProcessIsKilled() throws Exception {
        int numbers = 40_000;
        TransactionalMemorySink<Counted> sink = TransactionalMemorySink.named("counts");
        Map<String, StreamJudge> judges = new LinkedHashMap<>();
        STREAMS.forEach(stream -> judges.put(stream, new StreamJudge(stream)));
        Map<String, Long> acknowledged = new HashMap<>();
        try (EmbeddedWorker worker = EmbeddedWorker.start(
                Counted.pipeline("counting", Counted.source().port(StablePorts.row(1))).toSink(sink).build(),
                WorkerOptions.defaults().withStateDir(stateDir).checkpointInterval(Duration.ofMillis(50)))) {
            Reaction reaction = Reaction.NONE;
            for (int life = 1; life <= LIVES; life++) {
                Fault.Cost cost = reaction.cost;
                try (ChildJvm feeder = feeder(worker.sourcePort(Counted.SOURCE), numbers)) {
                    awaitOpened(feeder);
                    worker.faults().dropCheckpoints(0);
                    if (life == LIVES) {
                        assertDone(feeder);
                    } else {
                        awaitAcknowledged(feeder, 500 + random.nextInt(2_000));
                        reaction = Reaction.values()[life % Reaction.values().length];
                        die(feeder, worker, reaction);
                    }
                    told(feeder.lines(), FeederProcess.OPENED).forEach((stream, position) -> {
                        assertThat(position).as("position of %s, seed %s", stream, seed)
                                .isGreaterThanOrEqualTo(acknowledged.getOrDefault(stream, 0L));
                        if (position > 0) {
                            judges.get(stream).reopened(new Reopening(position, numbers, cost));
                        }
                    });
                    acknowledged.putAll(told(feeder.lines(), FeederProcess.ACKNOWLEDGED));
                }
            }
            List<Counted> outputs = sink.committed();
            outputs.forEach(output -> judges.get(output.stream()).output(output.number(), output.count()));
            long repeated = judges.values().stream().mapToLong(StreamJudge::repeated).sum();
            System.out.printf("connector killed %d times, seed %d: %d numbers, %d outputs, %d of them again, which no"
                    + " checkpoint covered%n", LIVES - 1, seed, numbers * STREAMS.size(),
                    outputs.size(), repeated);
            judges.values().forEach(judge -> {
                assertThat(judge.lost(numbers)).as("%s, seed %s", judge.problems(), seed).isZero();
                assertThat(judge.problems()).as("seed %s", seed).isEmpty();
            });
            assertThat(repeated).as("outputs again").isPositive();
            assertThat(worker.failureCount()).isZero();
        }
    }

    /**
     * A worker that dies forgets what no checkpoint covers, so every number is counted once, whoever dies with it. What comes
     * out by a sink of generation 0.6 may come twice or be lost at a kill, but always with the right count.
     */
    @Test
    void shouldCountEveryNumberOnceWhenTheWorkersProcessIsKilled() throws Exception {
        int numbers = 30_000;
        int sourcePort = StablePorts.row(1);
        Map<String, Long> highest = new ConcurrentHashMap<>();
        List<String> miscounted = new ArrayList<>();
        long[] outputs = {0};
        ChildJvm worker = null;
        ChildJvm feeder = null;
        int feedersKilled = 0;
        try (SinkConnector sink = SinkConnector.of(
                SinkOptions.of(WorkerProcess.SINK, new HostPort("127.0.0.1", 0), Protocol.V0_6), Format.of("text"),
                ConnectorThreads.daemons())) {
            sink.listen();
            Thread reader = new Thread(() -> read(sink, highest, miscounted, outputs), "counts");
            reader.setDaemon(true);
            reader.start();
            worker = worker(sourcePort, sink.address().port());
            feeder = feeder(sourcePort, numbers);
            for (int life = 1; life < LIVES; life++) {
                awaitAcknowledged(feeder, 500 + random.nextInt(2_000));
                boolean both = random.nextInt(3) == 0;
                if (both) {
                    feeder.kill();
                    feedersKilled++;
                }
                worker.kill();
                worker = worker(sourcePort, sink.address().port());
                if (both) {
                    feeder = feeder(sourcePort, numbers);
                }
            }
            assertDone(feeder);
            Patience.until("the last counts are there",
                    () -> STREAMS.stream().allMatch(stream -> highest.getOrDefault(stream, 0L) == numbers));
            System.out.printf("worker killed %d times, connector with it %d times, seed %d: %d numbers counted once"
                    + " each, %d outputs%n", LIVES - 1, feedersKilled, seed, numbers * STREAMS.size(), outputs[0]);
            assertThat(miscounted).as("seed %s", seed).isEmpty();
        } finally {
            if (worker != null) {
                worker.close();
            }
            if (feeder != null) {
                feeder.close();
            }
        }
    }

    private ChildJvm worker(int sourcePort, int sinkPort) throws IOException, InterruptedException {
        ChildJvm worker = ChildJvm.start(WorkerProcess.class, HEAP, String.valueOf(sourcePort),
                String.valueOf(sinkPort), stateDir.toString(), Counted.COOKIE);
        worker.awaitLine(WorkerProcess.READY);
        return worker;
    }

    private static void die(ChildJvm feeder, EmbeddedWorker worker, Reaction reaction) throws InterruptedException {
        if (reaction == Reaction.NO_CHECKPOINT) {
            worker.faults().dropCheckpoints(Integer.MAX_VALUE);
            awaitUncovered(worker);
        }
        feeder.kill();
        if (reaction == Reaction.ROLLBACK) {
            assertThat(worker.faults().rollback()).isTrue();
        }
    }

    /** More comes in now that no checkpoint is made; unless all that the connector holds has come already. */
    private static void awaitUncovered(EmbeddedWorker worker) {
        long received = worker.metrics(Counted.SOURCE).get(Metric.RECEIVED);
        try {
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> worker.metrics(Counted.SOURCE).get(Metric.RECEIVED) > received + 50);
        } catch (ConditionTimeoutException e) {
            // Its buffer was full: what it holds was received, and no checkpoint covers it.
        }
    }

    private static void read(SinkConnector sink, Map<String, Long> highest, List<String> miscounted, long[] outputs) {
        try {
            while (true) {
                String line = (String) sink.read();
                String[] words = line.split(" ");
                outputs[0]++;
                if (!words[1].equals(words[2]) && miscounted.size() < 10) {
                    miscounted.add(line);
                }
                highest.merge(words[0], Long.parseLong(words[1]), Math::max);
            }
        } catch (Exception e) {
            // The test is over.
        }
    }
}
