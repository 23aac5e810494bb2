package io.github.camelwallaroo.worker.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.Faults;
import io.github.camelwallaroo.worker.RecoveryAnswer;

/** Lets faults strike a {@link FaultRig}, and undoes those that do not end by themselves. */
final class Striker {

    /** Of all the times that a worker is down, this many in a hundred last until its streams have moved to others. */
    private static final int LONG_OUTAGES = 25;

    private final FaultRig rig;
    private final List<Undoing> undoings = new ArrayList<>();
    /** What must have come true before everything that was to break was broken. */
    private final List<BooleanSupplier> expectations = new ArrayList<>();

    private interface Undoing {

        void run() throws IOException;
    }

    Striker(FaultRig rig) {
        this.rig = rig;
    }

    /** @param alone whether no other fault strikes in its round */
    void strike(FaultPlan.Strike strike, boolean alone) throws IOException {
        int target = target(strike.choice());
        Faults there = rig.worker().faults().onWorker(target);
        switch (strike.fault()) {
            case KILL -> {
                expectReopening(rig.sources());
                rig.killAndRestart();
            }
            case ROLLBACK -> {
                expectReopening(rig.sources());
                rolledBack(rig.worker().faults().rollback());
            }
            case LONG_ROLLBACK -> {
                expectReopening(rig.sources());
                rig.worker().faults().holdRecovery();
                rolledBack(rig.worker().faults().rollback());
                undoings.add(() -> {
                    awaitStuck();
                    rig.worker().faults().answerHeld(answer(strike.choice()));
                    rig.worker().faults().endRecovery();
                });
            }
            case LOSE_CHECKPOINT -> {
                expectReopening(rig.sources());
                rolledBack(rig.worker().faults().loseCheckpoint());
            }
            case CUT -> {
                expectReopeningAt(target);
                there.cut();
            }
            case CUT_MID_FRAME -> {
                expectOneReopeningAt(target);
                there.cutMidFrame();
            }
            case CORRUPT_FRAME -> {
                expectOneReopeningAt(target);
                there.corrupt();
            }
            case RESTART_HERE -> {
                expectReopeningAt(target);
                there.restartElsewhere("");
            }
            case RESTART_ELSEWHERE -> {
                expectReopeningAt(target);
                there.restartElsewhere(rig.address((target + 1) % FaultRig.WORKERS).toString());
            }
            case RESTART_WILDCARD -> {
                expectReopeningAt(target);
                there.restartElsewhere((strike.choice() % 2 == 0 ? "0.0.0.0:" : "[::]:") + rig.address(target).port());
            }
            case DOWN -> {
                expectReopeningAt(target);
                takeDown(target, alone && strike.choice() % 100 < LONG_OUTAGES);
            }
            case REFUSE_NOTIFY -> {
                expectReopeningAt(target);
                there.refuseNotify(1 + strike.choice() % 3);
                there.cut();
            }
            case STARVE -> {
                there.starve();
                undoings.add(() -> {
                    awaitStuck();
                    rig.worker().faults().feed();
                });
            }
            case HANG -> {
                there.hang();
                undoings.add(() -> {
                    awaitStuck();
                    rig.worker().faults().resume();
                });
            }
            case SKIP_CHECKPOINT -> {
                // More than there will be, until it is undone.
                rig.worker().faults().dropCheckpoints(Integer.MAX_VALUE);
                undoings.add(() -> {
                    awaitStuck();
                    rig.worker().faults().dropCheckpoints(0);
                });
            }
        }
    }

    private static RecoveryAnswer answer(int choice) {
        return RecoveryAnswer.values()[choice % RecoveryAnswer.values().length];
    }

    private static void rolledBack(boolean done) {
        if (!done) {
            throw new AssertionError("the worker did not roll back");
        }
    }

    /** A worker that has streams: at another one nothing would be seen of a fault. */
    private int target(int choice) {
        int[] busy = IntStream.range(0, FaultRig.WORKERS)
                .filter(index -> !rig.sourcesAt(rig.address(index)).isEmpty())
                .toArray();
        return busy.length == 0 ? choice % FaultRig.WORKERS : busy[choice % busy.length];
    }

    /** @param longer so that its streams go to others */
    private void takeDown(int target, boolean longer) {
        HostPort address = rig.address(target);
        EmbeddedWorker worker = rig.worker();
        worker.faults().onWorker(target).down();
        undoings.add(() -> {
            if (rig.worker() != worker) {
                // It was killed meanwhile, and is back already.
                return;
            }
            if (longer) {
                Patience.until("streams leave " + address, () -> rig.sourcesAt(address).isEmpty());
                Patience.until("streams are open elsewhere", this::hasStruck);
            }
            worker.faults().onWorker(target).up();
        });
    }

    private void expectReopeningAt(int target) {
        expectReopening(rig.sourcesAt(rig.address(target)));
    }

    /** Every one of these streams will be opened again. */
    private void expectReopening(List<NumberedSource> sources) {
        reopenings(sources).forEach(expectations::add);
    }

    /** One of several connections will be hit, and its streams be opened again. */
    private void expectOneReopeningAt(int target) {
        List<BooleanSupplier> reopenings = reopenings(rig.sourcesAt(rig.address(target)));
        expectations.add(() -> reopenings.stream().anyMatch(BooleanSupplier::getAsBoolean));
    }

    private static List<BooleanSupplier> reopenings(List<NumberedSource> sources) {
        List<BooleanSupplier> reopenings = new ArrayList<>();
        for (NumberedSource source : sources) {
            long before = source.openings();
            reopenings.add(() -> source.openings() > before);
        }
        return reopenings;
    }

    private void awaitStuck() {
        Patience.until("writers are held", rig::isStuck);
    }

    /** Undoes what strikes for longer, first in first out. */
    void undo() throws IOException {
        for (Undoing undoing : List.copyOf(undoings)) {
            undoing.run();
        }
        undoings.clear();
        rig.worker().faults().refuseNotify(0);
    }

    /** Whether everything that faults were to break was broken, and came back. */
    boolean hasStruck() {
        return expectations.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    void forget() {
        expectations.clear();
    }
}
