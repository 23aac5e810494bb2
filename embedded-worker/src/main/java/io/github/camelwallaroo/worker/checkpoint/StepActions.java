package io.github.camelwallaroo.worker.checkpoint;

import java.util.EnumMap;
import java.util.Map;

/** What is to be done, once, when a checkpoint reaches a step: faults for tests. Thread-safe. */
public final class StepActions {

    private final Map<CheckpointStep, Action> actions = new EnumMap<>(CheckpointStep.class);

    /** Something that goes wrong. Runs in the thread that takes checkpoints, with no lock held. */
    @FunctionalInterface
    public interface Action {

        /** @throws VetoException to have the checkpoint taken back; up to {@link CheckpointStep#VOTED} only */
        void run() throws VetoException;
    }

    /** Replaces what was to be done there. */
    public synchronized void at(CheckpointStep step, Action action) {
        actions.put(step, action);
    }

    /** Whether something is to be done there. */
    public synchronized boolean isSet(CheckpointStep step) {
        return actions.containsKey(step);
    }

    private synchronized Action take(CheckpointStep step) {
        return actions.remove(step);
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
