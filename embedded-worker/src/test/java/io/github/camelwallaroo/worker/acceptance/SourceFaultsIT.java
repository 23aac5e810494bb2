package io.github.camelwallaroo.worker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.metrics.Metric;

/**
 * Source connectors through random faults: nothing is lost, each stream keeps its order, nothing is output twice after a
 * rollback or the death of the worker, and after a plain cut only what had not been acknowledged. The number of faults is
 * {@code -Dfaults=1000}; {@code -Dfaults.seed=4711} repeats a run.
 */
class SourceFaultsIT {

    private static final Set<Fault> KINDS = EnumSet.allOf(Fault.class);

    @TempDir
    Path stateDir;

    private final Map<Fault, Integer> struck = new EnumMap<>(Fault.class);

    @Test
    void shouldLoseNothingAndKeepTheOrderWhateverFaultsStrike() throws Exception {
        int faults = Integer.getInteger("faults", 20);
        long seed = Long.getLong("faults.seed", System.nanoTime() & 0xffff_ffffL);
        FaultPlan plan = FaultPlan.of(seed, faults, KINDS);
        System.out.printf("%d faults, seed %d%n", faults, seed);
        long begun = System.nanoTime();
        FaultPlan.Round current = null;
        try (LogTail log = new LogTail(); FaultRig rig = new FaultRig(stateDir, seed)) {
            Striker striker = new Striker(rig);
            try {
                for (FaultPlan.Round round : plan.rounds()) {
                    current = round;
                    play(round, rig, striker);
                }
                print(plan, rig, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begun));
                verify(rig, faults);
            } catch (Throwable e) {
                System.out.println(log.text());
                System.out.println(rig.findings());
                throw new AssertionError("in " + current + ", to be repeated with -Dit.test=SourceFaultsIT -Dfaults="
                        + faults + " -Dfaults.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void play(FaultPlan.Round round, FaultRig rig, Striker striker) throws Exception {
        rig.tolerate(round.cost());
        long before = rig.given();
        rig.allow(round.messages());
        long first = before + (long) rig.sources().size() * round.messages() * round.before() / 100;
        Patience.until("messages are given", () -> rig.given() >= first);
        for (FaultPlan.Strike strike : round.strikes()) {
            striker.strike(strike, round.strikes().size() == 1);
            struck.merge(strike.fault(), 1, Integer::sum);
        }
        striker.undo();
        Patience.until("everything is safe again after " + round, () -> striker.hasStruck() && rig.isSafe());
        striker.forget();
        rig.judge();
    }

    private static long sum(FaultRig rig, ToLongFunction<StreamJudge> figure) {
        return rig.judges().stream().mapToLong(figure).sum();
    }

    private static long sumOfSources(FaultRig rig, ToLongFunction<NumberedSource> figure) {
        return rig.sources().stream().mapToLong(figure).sum();
    }

    private void print(FaultPlan plan, FaultRig rig, long seconds) {
        System.out.printf("%s%n  %d rounds, %d messages in %d streams of %d connectors to %d workers, %d s, seed %d%n",
                struck, plan.rounds().size(), rig.given(), rig.sources().size(), rig.connectors().size(),
                FaultRig.WORKERS, seconds, plan.seed());
        System.out.printf("  lost %d, out of order %d, output twice after rollbacks and otherwise without right %d,"
                + " miscounted %d%n", lost(rig), sum(rig, StreamJudge::outOfOrder), sum(rig, StreamJudge::unexplained),
                sum(rig, StreamJudge::miscounted));
        System.out.printf("  output again after plain cuts %d, none of it acknowledged at its cut; output again because"
                + " its checkpoint was lost %d; staged and taken back %d%n", sum(rig, StreamJudge::repeated),
                sum(rig, StreamJudge::repeatedAcknowledged), rig.sink().dropped());
        System.out.printf("  sent again by connectors %d, given again by sources %d, streams opened %d times,"
                + " connections %d%n", rig.metric(Metric.REPLAYED),
                sumOfSources(rig, NumberedSource::accepted) - rig.given(),
                sumOfSources(rig, NumberedSource::openings), rig.metric(Metric.RECONNECTS));
    }

    private static long lost(FaultRig rig) {
        long lost = 0;
        for (int i = 0; i < rig.sources().size(); i++) {
            lost += rig.judges().get(i).lost(rig.sources().get(i).last());
        }
        return lost;
    }

    private static void verify(FaultRig rig, int faults) {
        assertThat(lost(rig)).as("lost").isZero();
        assertThat(sum(rig, StreamJudge::outOfOrder)).as("out of order").isZero();
        assertThat(sum(rig, StreamJudge::unexplained)).as("output twice").isZero();
        assertThat(sum(rig, StreamJudge::miscounted)).as("miscounted").isZero();
        Patience.until("every message is completed", () -> sumOfSources(rig, NumberedSource::accepted) == sumOfSources(
                rig, source -> source.completed() + source.givenBack()));
        if (faults >= 20) {
            assertThat(rig.metric(Metric.REPLAYED)).as("faults that cost nothing prove nothing").isPositive();
            assertThat(rig.sink().dropped()).as("outputs that rollbacks took back").isPositive();
        }
    }
}
