package io.github.camelwallaroo.worker.checkpoint;

import java.util.EnumMap;
import java.util.Map;

/** What is to be done, once, when a checkpoint reaches a step: faults for tests. Thread-safe. */
public final class StepActions {

    private final Map<CheckpointStep, Planned> actions = new EnumMap<>(CheckpointStep.class);

    private record Planned(int passes, Action action) {}

    /** Something that goes wrong. Runs in the thread that takes checkpoints, with no lock held. */
    @FunctionalInterface
    public interface Action {

        /** @throws VetoException to have the checkpoint taken back; up to {@link CheckpointStep#VOTED} only */
        void run() throws VetoException;
    }

    /**
     * Replaces what was to be done there.
     *
     * @param passes how many checkpoints get there first without anything happening
     */
    public synchronized void at(CheckpointStep step, int passes, Action action) {
        actions.put(step, new Planned(passes, action));
    }

    /** Whether something is to be done there, now or later. */
    public synchronized boolean isSet(CheckpointStep step) {
        return actions.containsKey(step);
    }

    private synchronized Action take(CheckpointStep step) {
        Planned planned = actions.remove(step);
        if (planned == null || planned.passes() == 0) {
            return planned == null ? null : planned.action();
        }
        actions.put(step, new Planned(planned.passes() - 1, planned.action()));
        return null;
    }

    /** The checkpoint under way has come so far. */
    public void reached(CheckpointStep step) throws VetoException {
        Action action = take(step);
        if (action != null) {
            action.run();
        }
    }

    /** As {@link #reached}, where nothing can be taken back any more. */
    public void passed(CheckpointStep step) {
        try {
            reached(step);
        } catch (VetoException e) {
            throw new IllegalStateException("checkpoint cannot be taken back at " + step + ": " + e.getMessage(), e);
        }
    }
}
