package io.github.camelwallaroo.routes.support.once;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.camelwallaroo.routes.support.once.SimulatedStorage.End;
import io.github.camelwallaroo.routes.support.once.SimulatedStorage.Stop;

/** Stopped at every step, and again at every step of what it does then, the file has each message once. */
class OnceFileCrashTest {

    private static final String NAME = "out";
    /** Positions are written anew every few messages. */
    private static final long COMPACT_AT = 200;
    private static final int MESSAGES = 12;
    private static final List<String> STREAMS = List.of("conversion/one", "conversion/two");

    /** The sink: what each stream has, and how much of it counts as delivered. */
    private static final class Sink {

        private final Map<String, Integer> delivered = new TreeMap<>(Map.of(STREAMS.get(0), 0, STREAMS.get(1), 0));
        private final Random random;

        Sink(Random random) {
            this.random = random;
        }

        /** Delivers all that is left, some at a time. */
        void deliver(OnceFile file) throws IOException {
            while (delivered.values().stream().anyMatch(count -> count < MESSAGES)) {
                List<OnceFile.Entry> batch = new ArrayList<>();
                Map<String, Integer> after = new TreeMap<>(delivered);
                for (String stream : STREAMS) {
                    int count = Math.min(random.nextInt(4), MESSAGES - after.get(stream));
                    for (int i = 0; i < count; i++) {
                        batch.add(message(stream, after.merge(stream, 1, Integer::sum) - 1));
                    }
                }
                if (!batch.isEmpty()) {
                    file.append(batch);
                    delivered.putAll(after);
                }
            }
        }

        /** It has not logged the last deliveries when it was stopped. */
        void restart() {
            delivered.replaceAll((stream, count) -> Math.max(0, count - random.nextInt(4)));
        }
    }

    private static String text(String stream, int number) {
        return stream.charAt(stream.length() - 3) + "-" + "x".repeat(number % 5) + number;
    }

    private static OnceFile.Entry message(String stream, int number) {
        // Two epochs: somebody settled a mismatch in between.
        long epoch = 1 + number / 8;
        return new OnceFile.Entry(new MessagePosition(stream, epoch, number % 8 * 10),
                Separator.NEWLINE.framed(text(stream, number).getBytes(UTF_8)));
    }

    private static OnceFile open(SimulatedStorage storage, boolean force) throws IOException {
        return OnceFile.open(storage, NAME, force, COMPACT_AT);
    }

    /** @return whether it was stopped before it had done everything */
    private static boolean run(SimulatedStorage storage, Sink sink, boolean force, int stopAt) throws IOException {
        storage.stopAt(stopAt);
        try (OnceFile file = open(storage, force)) {
            sink.deliver(file);
            return false;
        } catch (Stop e) {
            return true;
        }
    }

    private static void hasEachOnce(SimulatedStorage storage, String where) {
        List<String> lines = new String(storage.content(NAME), UTF_8).lines().toList();
        for (String stream : STREAMS) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                expected.add(text(stream, i));
            }
            String first = expected.get(0).substring(0, 2);
            assertThat(lines.stream().filter(line -> line.startsWith(first)).collect(Collectors.toList()))
                    .as(where)
                    .isEqualTo(expected);
        }
        assertThat(lines).as(where).hasSize(STREAMS.size() * MESSAGES);
    }

    @ParameterizedTest
    @CsvSource({"KILL, false", "KILL, true", "POWER, true"})
    void shouldHaveEachMessageOnceWhenStoppedAtAnyStep(End end, boolean force) throws IOException {
        int cases = 0;
        boolean stopped = true;
        for (int first = 1; stopped; first++) {
            stopped = false;
            for (int second = 1; second <= 12; second++) {
                Random random = new Random(first * 1_000L + second);
                SimulatedStorage storage = new SimulatedStorage(random);
                Sink sink = new Sink(random);
                String where = end + ", force " + force + ", stopped at step " + first + ", then at " + second;
                stopped |= run(storage, sink, force, first);
                storage.restart(end);
                sink.restart();
                run(storage, sink, force, second);
                storage.restart(end);
                sink.restart();
                run(storage, sink, force, Integer.MAX_VALUE);
                hasEachOnce(storage, where);
                cases++;
            }
        }
        System.out.println("file stopped by " + end + (force ? ", forced" : "") + ": " + cases + " cases");
        assertThat(cases).isGreaterThan(400);
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldHaveEachMessageOnceWhenTheDiskFailsAtAnyStep(boolean force) throws IOException {
        for (int step = 1; step < 120; step++) {
            Random random = new Random(step);
            SimulatedStorage storage = new SimulatedStorage(random);
            Sink sink = new Sink(random);
            storage.failAt(step);
            boolean failed = false;
            try (OnceFile file = open(storage, force)) {
                sink.deliver(file);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("No space left");
                failed = true;
            }
            if (failed) {
                run(storage, sink, force, Integer.MAX_VALUE);
            }
            hasEachOnce(storage, "failed at step " + step);
        }
    }
}
