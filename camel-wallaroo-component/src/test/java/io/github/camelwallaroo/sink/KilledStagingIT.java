package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with a log on a real disk is killed at any time, and the next one finds all it had said was done. */
class KilledStagingIT {

    private static final int KILLS = Integer.getInteger("faults", 20);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final StreamIdentity IDENTITY = ModelFrames.IDENTITY;
    private static final LogOptions OPTIONS = new LogOptions(5_000, 10_000);
    private static final int MESSAGE_BYTES = 10;

    @TempDir
    private Path directory;

    /** What the process that was killed had said, at the least. */
    private long committed;
    private long undecided;
    private long delivered;

    @Test
    void shouldFindWhatWasSaidToBeDoneWhenKilled() throws IOException, InterruptedException {
        Random random = new Random(SEED);
        for (int i = 0; i < KILLS; i++) {
            runAndKill(1 + random.nextInt(300));
            check("seed " + SEED + ", kill " + i);
        }
        System.out.printf("seed %d: %d kills, %d bytes committed%n", SEED, KILLS, committed);
        assertThat(committed).isPositive();
    }

    private void runAndKill(int lines) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp", System.getProperty("java.class.path"), Main.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader(UTF_8)) {
            for (int i = 0; i < lines; i++) {
                String line = said.readLine();
                assertThat(line).as("a line of the process").isNotNull();
                note(line);
            }
            // Not by the process itself, which would close the stream with what is still to be read.
            process.toHandle().destroyForcibly();
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                note(line);
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    /** A line that was cut off by the kill says nothing. */
    private void note(String line) {
        String[] words = line.split(" ");
        if (words.length < 3 || !words[2].equals(".")) {
            return;
        }
        long value = Long.parseLong(words[1]);
        switch (words[0]) {
            case "committed" -> {
                committed = value;
                undecided = 0;
            }
            case "prepared" -> undecided = value;
            default -> delivered = value;
        }
    }

    private void check(String what) throws IOException {
        try (TransactionDirectory logs = TransactionDirectory.open(directory);
                Staging staging = logs.open(IDENTITY, OPTIONS)) {
            long found = staging.committed().orElse(0);
            long kept = staging.listPrepared().stream().mapToLong(Transaction::end).findFirst().orElse(found);
            assertThat(found).as(what).isGreaterThanOrEqualTo(committed);
            assertThat(kept).as(what).isGreaterThanOrEqualTo(Math.max(committed, undecided));
            long from = staging.output().lastDelivered().offset();
            assertThat(from).as(what).isBetween(delivered, found);
            StagedMessage message;
            while ((message = staging.output().next()) != null) {
                assertThat(message.offset()).as(what).isEqualTo(from);
                assertThat(message.payload()).as(what).isEqualTo(message(from));
                from = message.end();
            }
            assertThat(from).as(what).isEqualTo(found);
            committed = found;
            undecided = 0;
            delivered = staging.output().lastDelivered().offset();
        }
    }

    private static byte[] message(long offset) {
        return bytes("%09d.".formatted(offset / MESSAGE_BYTES));
    }

    /** The process that is killed: goes on where it finds itself, for ever, and says what is done. */
    static final class Main {

        private Main() {}

        public static void main(String[] arguments) throws IOException {
            PrintStream out = new PrintStream(System.out, true, UTF_8);
            Random random = new Random();
            try (TransactionDirectory logs = TransactionDirectory.open(Path.of(arguments[0]));
                    Staging staging = logs.open(IDENTITY, OPTIONS)) {
                if (staging.committed().isEmpty()) {
                    staging.adopt(0);
                }
                while (true) {
                    vote(staging, random, out);
                    for (int i = random.nextInt(20); i > 0; i--) {
                        deliver(staging, random, out);
                    }
                }
            }
        }

        private static void vote(Staging staging, Random random, PrintStream out) throws IOException {
            if (staging.listPrepared().isEmpty()) {
                long start = staging.committed().getAsLong();
                staging.rollbackTo(start);
                long end = start;
                for (int i = 1 + random.nextInt(10); i > 0; i--) {
                    staging.append(end, message(end));
                    end += MESSAGE_BYTES;
                }
                staging.prepare(new Transaction("from " + start, start, end));
                out.println("prepared " + end + " .");
            }
            Transaction undecided = staging.listPrepared().get(0);
            staging.commit(undecided);
            out.println("committed " + undecided.end() + " .");
        }

        private static void deliver(Staging staging, Random random, PrintStream out) throws IOException {
            StagedMessage message = staging.output().next();
            if (message != null) {
                staging.output().delivered(message, random.nextInt(5) == 0);
                out.println("delivered " + message.end() + " .");
            }
        }
    }
}
