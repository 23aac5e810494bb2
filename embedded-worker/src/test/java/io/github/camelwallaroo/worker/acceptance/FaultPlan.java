package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Which faults strike, in which order, and how much is given to the worker meanwhile: the same for the same seed, kinds and
 * number. Every kind comes equally often, to within one; some come alone.
 *
 * @param seed   what everything else comes from
 * @param rounds in their order
 */
record FaultPlan(long seed, List<Round> rounds) {

    /** So many rounds out of 100 have several faults at once. */
    private static final int BURSTS = 15;

    private static final int FEWEST_MESSAGES = 40;
    private static final int MOST_MESSAGES = 400;

    /**
     * One fault.
     *
     * @param choice which worker, and how often; the one who strikes makes of it what there is
     */
    record Strike(Fault fault, int choice) {}

    /**
     * Messages are given; while they are under way faults strike, and it ends when everything is safe again.
     *
     * @param number   from 1
     * @param messages given to each stream
     * @param before   of 100 messages so many are given before the first fault strikes
     */
    record Round(int number, List<Strike> strikes, int messages, int before) {

        /** The most that one of its faults may cost. */
        Fault.Cost cost() {
            return Collections.max(strikes.stream().map(strike -> strike.fault().cost()).toList());
        }

        @Override
        public String toString() {
            return "round " + number + " " + strikes.stream().map(Strike::fault).toList();
        }
    }

    static FaultPlan of(long seed, int faults, Collection<Fault> kinds) {
        Random random = new Random(seed);
        List<Fault> deck = new ArrayList<>();
        List<Round> rounds = new ArrayList<>();
        for (int left = faults; left > 0;) {
            int burst = Math.min(left, random.nextInt(100) < BURSTS ? 2 + random.nextInt(2) : 1);
            List<Strike> strikes = new ArrayList<>();
            do {
                strikes.add(new Strike(draw(deck, kinds, random), random.nextInt(1_000)));
            } while (strikes.size() < burst && !isAlone(strikes.get(strikes.size() - 1).fault())
                    && !isAlone(next(deck, kinds, random)));
            rounds.add(new Round(rounds.size() + 1, List.copyOf(strikes),
                    FEWEST_MESSAGES + random.nextInt(MOST_MESSAGES - FEWEST_MESSAGES), random.nextInt(90)));
            left -= strikes.size();
        }
        return new FaultPlan(seed, List.copyOf(rounds));
    }

    /** Whether what it does, or that it was done, could not be told from what others do. */
    private static boolean isAlone(Fault fault) {
        return switch (fault) {
            case LOSE_CHECKPOINT, CUT_MID_FRAME, CORRUPT_FRAME -> true;
            default -> false;
        };
    }

    private static Fault draw(List<Fault> deck, Collection<Fault> kinds, Random random) {
        Fault drawn = next(deck, kinds, random);
        deck.remove(deck.size() - 1);
        return drawn;
    }

    private static Fault next(List<Fault> deck, Collection<Fault> kinds, Random random) {
        if (deck.isEmpty()) {
            deck.addAll(kinds);
            Collections.shuffle(deck, random);
        }
        return deck.get(deck.size() - 1);
    }
}
