package io.github.camelwallaroo.sink;

import static io.github.camelwallaroo.sink.StagedOutput.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.github.camelwallaroo.sink.SimulatedDisk.Crash;
import io.github.camelwallaroo.sink.SimulatedDisk.CrashedException;
import io.github.camelwallaroo.sink.StagingScript.Known;
import io.github.camelwallaroo.sink.StagingScript.Step;

/** Stops the process at every single change of its files, and looks what the next process finds. */
class StagingCrashTest {

    private static final LogOptions OPTIONS = new LogOptions(300, 100);
    private static final Known NOTHING = new Known(OptionalLong.empty(), List.of(), 1, List.of(), 0, 0);
    private static final int WAYS_TO_LOSE = 6;

    private final List<Step> steps = StagingScript.steps();

    /** Which step was under way. */
    private record Stopped(SimulatedDisk disk, Known before, Known after) {}

    @ParameterizedTest
    @EnumSource
    void shouldKnowEveryVoteAndDecisionWhenCrashedAtAnyStep(Crash crash) throws IOException {
        int ways = crash == Crash.POWER_LOST_IN_WRITING ? WAYS_TO_LOSE : 1;
        int crashes = 0;
        for (long operation = 1;; operation++) {
            Stopped stopped = runUntil(operation);
            if (stopped == null) {
                break;
            }
            for (int way = 0; way < ways; way++) {
                SimulatedDisk left = stopped.disk().afterCrash(crash, new Random(way));
                crashes += 1 + crashInRecovery(left, stopped, crash, way);
                check(left, stopped, crash, "crash at change " + operation + ", way " + way);
            }
        }
        System.out.printf("%s: %d crashes%n", crash, crashes);
        assertThat(crashes).isGreaterThan(500);
    }

    private Stopped runUntil(long operation) throws IOException {
        SimulatedDisk disk = new SimulatedDisk().crashAt(operation);
        Known known = NOTHING;
        Known next = NOTHING;
        try {
            Staging staging = StagedOutput.open(disk, OPTIONS);
            for (Step step : steps) {
                next = step.after();
                step.action().run(staging);
                known = next;
            }
            return null;
        } catch (CrashedException e) {
            return new Stopped(disk, known, next);
        }
    }

    private int crashInRecovery(SimulatedDisk left, Stopped stopped, Crash crash, int way) throws IOException {
        int crashes = 0;
        for (long operation = 1;; operation++) {
            SimulatedDisk disk = left.afterCrash(Crash.KILLED, null).crashAt(operation);
            try {
                Staging staging = StagedOutput.open(disk, OPTIONS);
                staging.output().tidy();
                goOn(staging);
                return crashes;
            } catch (CrashedException e) {
                crashes++;
                SimulatedDisk again = disk.afterCrash(crash, new Random(way));
                // It may have gone on when it crashed, so only that it can be opened and goes on is certain.
                goOn(StagedOutput.open(again, OPTIONS));
            }
        }
    }

    private void check(SimulatedDisk left, Stopped stopped, Crash crash, String what) throws IOException {
        Staging staging = StagedOutput.open(left, OPTIONS);
        Known before = stopped.before();
        Known after = stopped.after();
        Known found = Known.of(staging, before);
        boolean same = state(found).equals(state(before));
        assertThat(state(found)).as(what).isIn(state(before), state(after));
        Known truth = same ? before : after;

        List<String> rest = StagedOutput.read(staging);
        if (truth.epoch() < 3) {
            int delivered = truth.messages().size() - rest.size();
            int atLeast = crash == Crash.KILLED ? before.delivered() : before.forced();
            assertThat(delivered).as(what).isBetween(atLeast, after.delivered());
            assertThat(rest).as(what).isEqualTo(truth.messages().subList(delivered, truth.messages().size()));
        } else {
            assertThat(rest).as(what).isEmpty();
        }
        goOn(staging);
        assertThat(StagedOutput.read(StagedOutput.open(left, OPTIONS))).as(what).endsWith(last(staging));
    }

    private static List<Object> state(Known known) {
        return List.of(known.committed(), known.prepared(), known.epoch());
    }

    /** What comes next works, whatever was found. */
    private static void goOn(Staging staging) throws IOException {
        if (staging.committed().isEmpty()) {
            staging.adopt(7);
        }
        for (Transaction undecided : staging.listPrepared()) {
            staging.rollbackTo(undecided.end());
            staging.commit(undecided);
        }
        long committed = staging.committed().getAsLong();
        staging.rollbackTo(committed);
        staging.append(committed, bytes("next"));
        staging.append(committed + 4, bytes("last"));
        Transaction transaction = new Transaction("next", committed, committed + 8);
        staging.prepare(transaction);
        staging.commit(transaction);
    }

    private static String last(Staging staging) {
        return staging.committed().getAsLong() - 4 + ":last";
    }

    @Test
    void shouldEndAsWrittenWhenNothingHappens() throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Staging staging = StagedOutput.open(disk, OPTIONS);
        Known known = NOTHING;
        for (Step step : steps) {
            step.action().run(staging);
            known = step.after();
            assertThat(state(Known.of(staging, known))).as(step.name()).isEqualTo(state(known));
        }
    }

    @Test
    void shouldHaveChangedNothingWhenACallFails() throws IOException {
        int failures = 0;
        for (int length : new int[]{1, 2, 3, 5, 9}) {
            long operation = 0;
            do {
                operation++;
            } while (runWithFailures(operation, operation + length));
            failures += operation - 1;
        }
        System.out.printf("%d failures%n", failures);
        assertThat(failures).isGreaterThan(200);
    }

    /** @return whether anything failed */
    private boolean runWithFailures(long from, long until) throws IOException {
        SimulatedDisk disk = new SimulatedDisk();
        Staging staging = StagedOutput.open(disk, new LogOptions(300, 0));
        disk.failing(disk.operations() + from, disk.operations() + until);
        boolean failed = false;
        Known known = NOTHING;
        for (Step step : steps) {
            boolean done = false;
            while (!done) {
                try {
                    rollBack(staging);
                    step.action().run(staging);
                    done = true;
                } catch (IOException e) {
                    failed = true;
                    boolean canBeDone = step.name().equals("reset");
                    assertThat(state(Known.of(staging, known))).as("%s failed from %d", step.name(), from)
                            .isIn(state(known), canBeDone ? state(step.after()) : state(known));
                }
            }
            known = step.after();
            assertThat(state(Known.of(staging, known))).as("%s after failures from %d", step.name(), from)
                    .isEqualTo(state(known));
            SimulatedDisk copy = disk.afterCrash(Crash.POWER_LOST, null);
            assertThat(state(Known.of(StagedOutput.open(copy, OPTIONS), known)))
                    .as("%s after failures from %d and a crash", step.name(), from)
                    .isEqualTo(state(known));
        }
        assertThat(known.delivered()).isEqualTo(6);
        return failed;
    }

    private static void rollBack(Staging staging) throws IOException {
        if (staging.committed().isPresent()) {
            staging.rollbackTo(staging.listPrepared()
                    .stream()
                    .mapToLong(Transaction::end)
                    .findFirst()
                    .orElse(staging.committed().getAsLong()));
        }
    }
}
