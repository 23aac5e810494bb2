package io.github.camelwallaroo.worker.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * From numbers by a worker with keyed state and a sink to a file, through random faults on either side: the same bytes as in
 * a run without. The number of faults is {@code -Dfaults=500}; {@code -Dfaults.seed=4711} repeats a run.
 */
class SinkFaultsIT {

    private static final int MOST_NUMBERS = 120;
    /** So many rounds out of 100 have several faults at once. */
    private static final int BURSTS = 25;

    @TempDir
    private Path directory;

    private final int faults = Integer.getInteger("faults", 20);
    private final long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffff_ffffL);
    private final Random random = new Random(seed);
    private final List<SinkFault> deck = new ArrayList<>();
    private final Map<SinkFault, Integer> struck = new EnumMap<>(SinkFault.class);

    @Test
    @Timeout(900)
    void shouldWriteTheSameBytesWhateverFaultsStrike() throws Exception {
        System.out.printf("%d faults, seed %d%n", faults, seed);
        long begun = System.nanoTime();
        int rounds = 0;
        List<SinkFault> round = List.of();
        try (LogTail log = new LogTail(); SinkFaultRig rig = new SinkFaultRig(directory)) {
            try {
                for (int left = faults; left > 0; left -= round.size()) {
                    round = draw(Math.min(left, random.nextInt(100) < BURSTS ? 2 + random.nextInt(2) : 1));
                    rounds++;
                    play(round, rig);
                }
            } catch (Throwable e) {
                System.out.println(log.text());
                System.out.println(rig.findings());
                throw new AssertionError("in round " + rounds + ", " + round + ", to be repeated with"
                        + " -Dit.test=SinkFaultsIT -Dfaults=" + faults + " -Dfaults.seed=" + seed + ": "
                        + e.getMessage(), e);
            }
            System.out.printf("%s%n  %d rounds, %d numbers, %d bytes as without faults, %d s, seed %d%n", struck,
                    rounds, rig.numbers(), rig.output().length,
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun), seed);
        }
    }

    /** Every kind comes equally often, to within one. */
    private List<SinkFault> draw(int count) {
        List<SinkFault> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (deck.isEmpty()) {
                deck.addAll(List.of(SinkFault.values()));
                Collections.shuffle(deck, random);
            }
            drawn.add(deck.remove(deck.size() - 1));
        }
        return drawn;
    }

    private void play(List<SinkFault> round, SinkFaultRig rig) throws Exception {
        rig.give(1 + random.nextInt(MOST_NUMBERS));
        for (SinkFault fault : round) {
            if (!rig.isSinkThere()) {
                rig.undo();
            }
            rig.strike(fault);
            struck.merge(fault, 1, Integer::sum);
            rig.give(random.nextInt(MOST_NUMBERS));
        }
        rig.undo();
        Patience.until("everything is in the file after " + round, rig::isDelivered);
        assertThat(new String(rig.output(), UTF_8)).isEqualTo(new String(rig.expected(), UTF_8));
    }
}
