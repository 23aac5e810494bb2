package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.ConnectorProcess;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** A real broker, the standard endpoints, connectors in processes of their own, and a worker that keeps its state on disk. */
@Timeout(600)
class KafkaSourceIT {

    private static final int PARTITIONS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int MOST_FEEDS = 2;
    private static final int LOAD = 3_000;
    private static final int FAULTS = Integer.getInteger("faults", 20);

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSourceIT.class);

    private enum Fault {
        KILL_WORKER,
        REBALANCE_WITHOUT_WORKER,
        CUT,
        ROLLBACK,
        LOSE_CHECKPOINT,
        STARVE,
        KILL_FEED,
        KILL_BROKER,
        COME_OR_GO;

        /** A broker takes seconds to come back. */
        static Fault random(Random random) {
            Fault chosen = values()[random.nextInt(values().length)];
            return chosen == KILL_BROKER && random.nextInt(4) > 0 ? KILL_FEED : chosen;
        }
    }

    private static KafkaBroker broker;

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<String> sink = TransactionalMemorySink.named("seen");
    private final Deque<ConnectorProcess> feeds = new ArrayDeque<>();
    private Numbers numbers;
    private Coverage coverage;
    private EmbeddedWorker worker;
    private int feedDeaths;
    private int workerDeaths;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = KafkaBroker.start();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        numbers = new Numbers(broker.bootstrapServers(), PARTITIONS);
        Application application = Application.named("numbers")
                .source("numbers", SourceConnectorConfig.named(KafkaFeedRoute.CONNECTOR)
                        .protocol(Protocol.V1)
                        .credits(500, 250)
                        .format("text"), String.class)
                .toSink(sink)
                .build();
        coverage = new Coverage(numbers, sink);
        worker = EmbeddedWorker.start(application, WorkerOptions.defaults()
                .withStateDir(folder.resolve("state"))
                .checkpointInterval(Duration.ofMillis(500)));
    }

    @AfterEach
    void stop() throws Exception {
        for (ConnectorProcess feed : feeds) {
            feed.kill();
        }
        worker.kill();
        coverage.close();
        numbers.close();
        assertThat(coverage.violation()).isNull();
    }

    @Test
    void shouldLoseNothingAndKeepTheOrderWhateverDies() throws Exception {
        int faults = Math.min(FAULTS / 3, 60);
        long seed = Long.getLong("seed", System.nanoTime());
        Random random = new Random(seed);
        LOG.info("seed {}", seed);
        feed();
        // Only where there are two checkpoints, one can be lost; those without anything new are none.
        numbers.send(100);
        await().atMost(PATIENCE).until(() -> !sink.committed().isEmpty());
        numbers.send(100);
        await().atMost(PATIENCE).until(() -> coverage.missing().isEmpty());
        for (int fault = 0; fault < faults; fault++) {
            numbers.send(random.nextInt(4_000));
            int before = sink.committed().size();
            Fault injected = Fault.random(random);
            LOG.info("fault {} of {}: {}", fault, faults, injected);
            inject(injected);
            if (random.nextBoolean()) {
                await().atMost(PATIENCE).until(() -> sink.committed().size() > before || coverage.missing().isEmpty());
            }
        }

        awaitComplete();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(numbers.groupOffsets()).isEqualTo(ends()));
        long doubled = 0;
        for (List<Long> partition : numbers.byPartition(sink.committed())) {
            doubled += Replays.count(partition);
        }
        assertThat(coverage.violation()).isNull();
        System.out.println(faults + " faults, seed " + seed + ": " + sink.committed().size()
                + " outputs, 0 lost, 0 out of order, " + doubled + " twice; connectors killed " + feedDeaths
                + " times, workers " + workerDeaths
                + "; the group's offsets, looked at " + coverage.looks() + " times, were never ahead");
    }

    @Test
    void shouldLoseNothingWhenItsProcessIsKilledAgainAndAgainUnderLoad() throws Exception {
        int kills = Math.min(FAULTS / 10, 20);
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> load = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                await().atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> enough.get() || backlog() < LOAD);
                numbers.send(LOAD / 10);
            }
        });
        try {
            for (int kill = 0; kill < kills; kill++) {
                long[] sent = LongStream.range(0, PARTITIONS).map(partition -> numbers.sent((int) partition)).toArray();
                feed();
                // Nobody but this process can have brought them.
                await().atMost(PATIENCE).until(() -> hasCommittedBeyond(sent));
                feeds.poll().kill();
            }
        } finally {
            enough.set(true);
            load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        feed();
        awaitComplete();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(numbers.groupOffsets()).isEqualTo(ends()));
        long doubled = 0;
        for (List<Long> partition : numbers.byPartition(sink.committed())) {
            doubled += Replays.count(partition);
        }
        System.out.println("kafka_source killed " + kills + " times under load: " + sink.committed().size()
                + " outputs, 0 lost, 0 out of order, " + doubled + " twice; the group's offsets were never ahead in "
                + coverage.looks() + " looks");
    }

    private long backlog() {
        return LongStream.range(0, PARTITIONS).map(partition -> numbers.sent((int) partition)).sum()
                - sink.committed().size();
    }

    private boolean hasCommittedBeyond(long[] sent) {
        List<String> outputs = sink.committed();
        if (outputs.isEmpty()) {
            return false;
        }
        String last = outputs.get(outputs.size() - 1);
        int colon = last.indexOf(':');
        return Long.parseLong(last.substring(colon + 1)) > sent[Integer.parseInt(last.substring(0, colon))];
    }

    @Test
    void shouldTakeOverWhatAMemberHadThatWasKilled() throws Exception {
        feed();
        feed();
        await().atMost(PATIENCE).until(() -> numbers.members() == 2);
        numbers.send(2_000);
        await().atMost(PATIENCE).until(() -> sink.waiting() > 0 || !sink.committed().isEmpty());

        feeds.poll().kill();
        numbers.send(2_000);

        awaitComplete();
        await().atMost(PATIENCE).until(() -> numbers.members() == 1);
        for (List<Long> partition : numbers.byPartition(sink.committed())) {
            Replays.count(partition);
        }
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(numbers.groupOffsets()).isEqualTo(ends()));
    }

    /** What it held when it was paused is the other's to send meanwhile, and must not stand in its way afterwards. */
    @Test
    void shouldTakeItsPartitionsAgainWhenItWasPausedAndAnotherHadThemMeanwhile() throws Exception {
        feed();
        numbers.send(2_000);
        awaitComplete();
        // What it gives from now on waits until the worker is killed.
        worker.faults().dropCheckpoints(Integer.MAX_VALUE);
        numbers.send(2_000);
        await().atMost(PATIENCE).until(() -> sink.waiting() > 0);
        worker.kill();
        ConnectorProcess paused = feeds.poll();
        paused.suspend();
        numbers.send(2_000);
        feed();
        await().atMost(PATIENCE).until(() -> numbers.members() == 1);
        worker = worker.restart();
        awaitComplete();

        paused.resume();
        await().atMost(PATIENCE).until(() -> numbers.members() == 2);
        feeds.poll().stop();
        feeds.add(paused);
        numbers.send(2_000);
        awaitComplete();

        numbers.byPartition(sink.committed()).forEach(Replays::count);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(numbers.groupOffsets()).isEqualTo(ends()));
    }

    @Test
    void shouldStopAndSayBothNumbersWhenTheTopicWasCreatedAnew() throws Exception {
        numbers.send(400);
        feed();
        awaitComplete();
        feeds.poll().stop();
        numbers.createAnew();
        numbers.send(40);

        try (DefaultCamelContext context = new DefaultCamelContext()) {
            KafkaFeedRoute.addTo(context, broker.bootstrapServers(), numbers.topic(), numbers.group(),
                    worker.sourcePort(KafkaFeedRoute.CONNECTOR));
            context.start();
            SourceConnector connector = ((WallarooEndpoint) context.getEndpoints()
                    .stream()
                    .filter(WallarooEndpoint.class::isInstance)
                    .findFirst()
                    .orElseThrow()).getSourceConnector();
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(connector.health().up()).isFalse();
                assertThat(connector.health().text()).contains("up to offset 99").contains("before offset 10");
            });
        }
        assertThat(numbers.byPartition(sink.committed())).allSatisfy(partition -> assertThat(partition).hasSize(100));
    }

    /** Longer than the group lets a member be silent. */
    @Test
    void shouldStayInTheGroupWhileTheWorkerTakesNothing() throws Exception {
        Duration longestPause = Duration.ofSeconds(10);
        feed(KafkaFeedRoute.patient(parameters(), longestPause));
        numbers.send(400);
        awaitComplete();
        worker.faults().starve();
        numbers.send(20_000);
        String member = numbers.memberId();

        await().during(longestPause.plusSeconds(1))
                .atMost(PATIENCE)
                .until(() -> numbers.members() == 1);
        worker.faults().feed();
        awaitComplete();

        assertThat(numbers.memberId()).isEqualTo(member);
        numbers.byPartition(sink.committed()).forEach(Replays::count);
    }

    private void awaitComplete() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(coverage.missing()).isEmpty());
    }

    private void inject(Fault fault) throws Exception {
        switch (fault) {
            case KILL_WORKER -> {
                worker.kill();
                worker = worker.restart();
                workerDeaths++;
            }
            case REBALANCE_WITHOUT_WORKER -> {
                worker.kill();
                numbers.send(500);
                comeOrGo();
                worker = worker.restart();
                workerDeaths++;
            }
            case CUT -> worker.faults().cut();
            case ROLLBACK -> assertThat(worker.faults().rollback()).isTrue();
            case LOSE_CHECKPOINT -> {
                // The one before stays, also when that one is the last of those that faults have left.
                numbers.send(PARTITIONS);
                awaitComplete();
                numbers.send(500);
                assertThat(worker.faults().loseCheckpoint()).isTrue();
            }
            case STARVE -> {
                worker.faults().starve();
                numbers.send(500);
                worker.faults().feed();
            }
            case KILL_FEED -> {
                feeds.poll().kill();
                feed();
                feedDeaths++;
            }
            case KILL_BROKER -> {
                if (broker.isOurs()) {
                    broker.kill();
                    broker.restart();
                }
            }
            case COME_OR_GO -> comeOrGo();
        }
    }

    private void comeOrGo() throws Exception {
        if (feeds.size() < MOST_FEEDS) {
            feed();
            // Whoever is alone is not stopped before the other is there.
            await().atMost(PATIENCE).until(() -> numbers.members() == feeds.size());
        } else {
            feeds.poll().stop();
        }
    }

    private void feed() throws IOException {
        feed(parameters());
    }

    private void feed(Map<String, Object> parameters) throws IOException {
        feeds.add(ConnectorProcess.start(Path.of("target", "kafka-feed.log").toFile(), "kafka_source",
                KafkaFeedRoute.CONNECTOR, parameters));
    }

    private Map<String, Object> parameters() {
        return KafkaFeedRoute.parameters(broker.bootstrapServers(), numbers.topic(), numbers.group(),
                worker.sourcePort(KafkaFeedRoute.CONNECTOR));
    }

    private Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            if (numbers.sent(partition) > 0) {
                ends.put(partition, numbers.sent(partition));
            }
        }
        return ends;
    }
}
