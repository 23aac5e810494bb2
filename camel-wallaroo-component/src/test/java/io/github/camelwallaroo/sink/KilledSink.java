package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.github.camelwallaroo.sink.SinkProcess.Effect;
import io.github.camelwallaroo.testservices.faults.ChildJvm;
import io.github.camelwallaroo.testservices.faults.KillPoint;
import io.github.camelwallaroo.testservices.faults.Patience;

/** One worker, and one sink after another that is killed: each goes on where the last one was ended. */
final class KilledSink {

    private static final int LAST_ACTS = 20;
    private static final int LAST_LINES = 20;
    private static final long REDIAL_NANOS = 1_000_000;

    private final Path directory;
    private final Effect effect;
    private final String name;
    private final SocketWorker worker;
    private final AtomicInteger events = new AtomicInteger();
    private final Map<String, Integer> kills = new TreeMap<>();
    private volatile ChildJvm child;
    private volatile int lastEvent;
    private volatile String killedAt;
    private int lives;

    KilledSink(Path directory, Effect effect, long seed) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.effect = effect;
        this.name = effect + ", seed " + seed;
        this.worker = new SocketWorker(new ModelWorker(new Random(seed)), this::happened);
    }

    /** A process that is killed when it stands at a step. @param step counted from its start */
    void killAtStep(int step) throws IOException, InterruptedException {
        try (ChildJvm started = start(step)) {
            started.killAt(KillPoint.STANDS);
            serve(started, () -> false);
            killedAt = normalized(started.line(KillPoint.STANDS).orElse("?"));
        }
        checkKilled();
    }

    /** A process that is killed when the worker has sent or received something. @param event counted from its start */
    void killAtEvent(int event) throws IOException, InterruptedException {
        try (ChildJvm started = start(0)) {
            lastEvent = event;
            serve(started, () -> false);
        }
        checkKilled();
    }

    /** A process that is left alone until all is delivered. */
    void finish() throws Exception {
        try (ChildJvm started = start(0)) {
            AtomicInteger acts = new AtomicInteger();
            int port = port(started);
            long deadline = System.nanoTime() + Patience.LONG.toNanos();
            while (!worker.serve(port, () -> acts.incrementAndGet() > LAST_ACTS)) {
                assertThat(started.isAlive()).as("%s: %s", name, started.lines()).isTrue();
                checkInTime(deadline, started);
            }
            Patience.until(name + " is delivered", this::isDelivered);
            started.kill();
            check(started);
        }
    }

    private ChildJvm start(int step) throws IOException {
        lives++;
        events.set(0);
        lastEvent = Integer.MAX_VALUE;
        killedAt = null;
        child = ChildJvm.start(SinkProcess.class, "32m", directory.toString(), effect.name(), String.valueOf(step));
        return child;
    }

    /** @return 0 if it was killed before it could say */
    private static int port(ChildJvm started) throws InterruptedException {
        return started.lineOrEnd(SinkProcess.PORT).map(Integer::parseInt).orElse(0);
    }

    private void serve(ChildJvm started, BooleanSupplier enough) throws InterruptedException {
        int port = port(started);
        long deadline = System.nanoTime() + Patience.LONG.toNanos();
        while (port != 0 && started.isAlive()) {
            worker.serve(port, enough);
            checkInTime(deadline, started);
        }
        started.awaitKilled();
        check(started);
    }

    private void checkInTime(long deadline, ChildJvm started) {
        if (System.nanoTime() > deadline) {
            List<String> lines = started.lines();
            throw new AssertionError(
                    name + ", life " + lives + ", after " + kills + ": the sink turns the worker away: "
                            + worker + ", " + lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        }
        LockSupport.parkNanos(REDIAL_NANOS);
    }

    private void happened(String what) {
        if (events.incrementAndGet() == lastEvent) {
            killedAt = "worker " + what;
            child.close();
        }
    }

    private static String normalized(String step) {
        return step.replaceAll("\\d{19}\\.log", "segment").replaceAll("[^ ]*\\.[0-9a-f]{16}", "stream");
    }

    private void checkKilled() throws IOException {
        kills.merge(killedAt, 1, Integer::sum);
        if (effect == Effect.EXACT && Files.exists(directory.resolve(ExactFile.NAME))) {
            assertThat(committed()).as("%s, life %d, killed %s: only what is committed", name, lives, killedAt)
                    .startsWith(Files.readString(directory.resolve(ExactFile.NAME)));
        }
    }

    private void check(ChildJvm ended) {
        assertThat(ended.lines()).as("%s, life %d, killed %s", name, lives, killedAt)
                .noneMatch(line -> line.startsWith(SinkProcess.WRONG) || line.contains("ERROR")
                        || line.contains("Exception"));
    }

    /** What the worker has committed. */
    String committed() {
        StringBuilder text = new StringBuilder();
        worker.truth().forEach(output -> text.append(output, output.indexOf(':') + 1, output.length()));
        return text.toString();
    }

    private boolean isDelivered() throws IOException {
        List<String> truth = worker.truth();
        return effect == Effect.NOTED
                ? DeliveryNotes.delivered(directory.resolve(DeliveryNotes.NAME), truth) == truth.size()
                : Files.size(directory.resolve(ExactFile.NAME)) == committed().getBytes(UTF_8).length;
    }

    /** What an exact effect made of it. */
    String output() throws IOException {
        return Files.readString(directory.resolve(ExactFile.NAME));
    }

    /** Checks what came of an effect that is repeated. @return messages that came again */
    int checkNotes() throws IOException {
        return DeliveryNotes.check(directory.resolve(DeliveryNotes.NAME), worker.truth(), SinkProcess.DELIVERED_FLUSH,
                name);
    }

    /** Where processes were killed, and how often. */
    Map<String, Integer> kills() {
        return kills;
    }

    @Override
    public String toString() {
        return name;
    }
}
