package io.github.camelwallaroo.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.sink.SinkProcess.Effect;

/**
 * A sink's process is killed before, amid and after every change of its files, before and after every delivery, and whenever
 * the worker has sent or received something; the next process goes on with what is left, and is killed at the next of these
 * steps. {@code -Dfaults=200} is all of them, {@code -Dfaults.seed=4711} repeats what the worker does.
 */
class KilledSinkIT {

    /** So many steps of a process that begins with nothing: its files are made in these. */
    private static final int FIRST_STEPS = 40;
    /** So many of one that goes on: it opens its files, and all that happens with a worker happens again and again. */
    private static final int STEPS = 160;
    /** So many frames, from HELLO to several transactions. */
    private static final int EVENTS = 40;
    private static final int ALL_FROM = 200;
    private static final int KILLS_IN_A_ROW = 6;
    private static final int AT_A_TIME = 3;

    @TempDir
    private Path directory;

    private final int faults = Integer.getInteger("faults", 20);
    private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffff_ffffL);

    @Test
    void shouldDeliverOnceWhenKilledAnywhereAndTheEffectKnowsItsPosition() throws Exception {
        List<KilledSink> sinks = killEverywhere(Effect.EXACT);
        for (KilledSink sink : sinks) {
            assertThat(sink.output()).as("%s", sink).isEqualTo(sink.committed());
        }
    }

    @Test
    void shouldLoseNothingAndRepeatNoMoreThanAllowedWhenKilledAnywhere() throws Exception {
        int repeated = 0;
        for (KilledSink sink : killEverywhere(Effect.NOTED)) {
            repeated += sink.checkNotes();
        }
        System.out.printf("%d deliveries came again, at most %d at a time%n", repeated, SinkProcess.DELIVERED_FLUSH);
        assertThat(repeated).isPositive();
    }

    private List<KilledSink> killEverywhere(Effect effect) throws Exception {
        List<Integer> first = chosen(FIRST_STEPS);
        List<Integer> later = new ArrayList<>(chosen(STEPS));
        chosen(EVENTS).forEach(event -> later.add(-event));
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        List<Future<KilledSink>> rows = new ArrayList<>();
        try {
            int row = 0;
            while (row < first.size() || row * KILLS_IN_A_ROW < later.size()) {
                Path place = directory.resolve(effect + "-" + row);
                int begin = first.get(row % first.size());
                List<Integer> next = new ArrayList<>();
                for (int i = row; i < later.size(); i += Math.max(first.size(), later.size() / KILLS_IN_A_ROW)) {
                    next.add(later.get(i));
                }
                long seedOfRow = seed + row++;
                rows.add(threads.submit(() -> kill(new KilledSink(place, effect, seedOfRow), begin, next)));
            }
            return await(rows, effect);
        } finally {
            threads.shutdownNow();
        }
    }

    private static KilledSink kill(KilledSink sink, int begin, List<Integer> next) throws Exception {
        sink.killAtStep(begin);
        for (int point : next) {
            if (point > 0) {
                sink.killAtStep(point);
            } else {
                sink.killAtEvent(-point);
            }
        }
        sink.finish();
        return sink;
    }

    private List<KilledSink> await(List<Future<KilledSink>> rows, Effect effect) throws InterruptedException {
        List<KilledSink> sinks = new ArrayList<>();
        Map<String, Integer> kills = new TreeMap<>();
        for (Future<KilledSink> row : rows) {
            try {
                KilledSink sink = row.get();
                sinks.add(sink);
                sink.kills().forEach((where, count) -> kills.merge(where, count, Integer::sum));
            } catch (ExecutionException e) {
                throw new AssertionError("-Dfaults=" + faults + " -Dfaults.seed=" + seed + ": " + e.getMessage(),
                        e.getCause());
            }
        }
        System.out.printf("%s: %d kills in %d rows, seed %d: %s%n", effect,
                kills.values().stream().mapToInt(Integer::intValue).sum(), rows.size(), seed, kills);
        return sinks;
    }

    /** @return all numbers from 1 on, or as many as faults ask for, spread over them by the seed */
    private List<Integer> chosen(int most) {
        int count = faults >= ALL_FROM ? most : Math.max(1, most * faults / ALL_FROM);
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = most * i / count;
            int until = most * (i + 1) / count;
            numbers.add(1 + from + Math.floorMod(seed, until - from));
        }
        return numbers;
    }
}
