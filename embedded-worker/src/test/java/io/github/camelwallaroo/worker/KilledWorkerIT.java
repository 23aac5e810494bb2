package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker's process is killed at random moments, {@code -Dfaults} times, while it counts numbered messages: whatever was
 * acknowledged is there, and counts and positions always agree, so that every number is counted once.
 */
class KilledWorkerIT {

    private static final int FAULTS = Integer.getInteger("faults", 20);

    /** What SIGKILL looks like. */
    private static final int KILLED = 128 + 9;

    @TempDir
    private Path directory;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<NumberedFeeder> feeders = List.of(new NumberedFeeder(List.of("a", "b")),
            new NumberedFeeder(List.of("c")));

    private Process start() throws IOException {
        int interval = random.nextInt(4) == 0 ? 200 : 1 + random.nextInt(20);
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                CountingWorker.class.getName(), directory.toString(), String.valueOf(interval))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Kills it some time after it said its first word, before or after it was ready. */
    private boolean run(Process process) throws Exception {
        boolean whileStarting = random.nextInt(5) == 0;
        List<Thread> threads = new ArrayList<>();
        try (BufferedReader out = process.inputReader()) {
            assertThat(out.readLine()).isEqualTo(CountingWorker.BEGINS);
            if (whileStarting) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(400)));
            } else {
                String line = out.readLine();
                while (line != null && !line.startsWith(CountingWorker.READY)) {
                    line = out.readLine();
                }
                assertThat(line).as("what the worker says").isNotNull();
                int port = Integer.parseInt(line.substring(CountingWorker.READY.length()));
                long enough = sent() + random.nextInt(20_000);
                for (NumberedFeeder feeder : feeders) {
                    Thread thread = new Thread(() -> feeder.feed(port));
                    thread.start();
                    threads.add(thread);
                }
                while (sent() < enough && process.isAlive() && threads.stream().anyMatch(Thread::isAlive)) {
                    Thread.onSpinWait();
                }
            }
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor()).as("exit status").isEqualTo(KILLED);
        for (Thread thread : threads) {
            thread.join();
        }
        return whileStarting;
    }

    private long sent() {
        return feeders.stream().mapToLong(NumberedFeeder::sent).sum();
    }

    @Test
    @Timeout(3_600)
    void shouldCountEveryNumberOnceWhenKilledAtRandomMoments() throws Exception {
        int whileStarting = 0;
        long advanced = 0;
        long before = 0;
        long largest = 0;
        long lastSize = 0;
        int replaced = 0;
        for (int i = 0; i < FAULTS; i++) {
            whileStarting += run(start()) ? 1 : 0;
            Path log = directory.resolve("checkpoints.log");
            if (Files.exists(log)) {
                long size = Files.size(log);
                replaced += size < lastSize ? 1 : 0;
                lastSize = size;
                largest = Math.max(largest, size);
            }
            Map<String, Long> positions = CountedState.read(directory);
            for (NumberedFeeder feeder : feeders) {
                for (String stream : feeder.streams()) {
                    assertThat(positions.getOrDefault(stream, 0L)).as("position of %s, seed %s", stream, seed)
                            .isGreaterThanOrEqualTo(feeder.acknowledged(stream));
                }
            }
            long total = positions.values().stream().mapToLong(Long::longValue).sum();
            assertThat(total).as("seed %s", seed).isGreaterThanOrEqualTo(before);
            advanced += total > before ? 1 : 0;
            before = total;
        }
        System.out.printf(
                "%d kills (%d while starting), seed %d: %d numbers counted once each over %d messages sent; %d lives"
                        + " moved on; log at most %d bytes, smaller than before %d times%n",
                FAULTS, whileStarting, seed, before, sent(), advanced, largest, replaced);
        assertThat(advanced).isPositive();
    }
}
