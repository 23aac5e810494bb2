package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.github.camelwallaroo.worker.checkpoint.CheckpointStep;
import io.github.camelwallaroo.worker.checkpoint.VetoException;

/**
 * Makes things go wrong between a running worker and its sinks, so that a sink connector can be seen to survive them:
 *
 * <pre>{@code
 * worker.faults().sinks().cut();
 * worker.faults().sink("counts").onWorker(1).cut();
 * worker.faults().sinks().abort();
 * }</pre>
 *
 * <p>
 * Nothing here loses or doubles what a sink with two-phase commit shows. Thread-safe.
 */
public final class SinkFaults {

    private final WorkerLifecycle lifecycle;
    private final List<SinkOutput> chosen;

    SinkFaults(WorkerLifecycle lifecycle, List<SinkOutput> chosen) {
        this.lifecycle = lifecycle;
        this.chosen = chosen;
    }

    /** Only the connections of this worker, from 0; generations 0.5 and 0.6 have one for all, which is the first worker's. */
    public SinkFaults onWorker(int index) {
        return new SinkFaults(lifecycle, chosen.stream().filter(output -> output.worker() == index).toList());
    }

    /** Resets every connection, whatever is under way. All generations. */
    public void cut() {
        chosen.forEach(SinkOutput::cut);
    }

    /**
     * Has the next checkpoint taken back although every sink voted for it: connections end, and sinks that ask afterwards are
     * told abort. It concerns all sinks.
     *
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public void abort() {
        lifecycle.checkpoints().steps().at(CheckpointStep.VOTED, 0, () -> {
            throw new VetoException("a fault on purpose");
        });
    }

    /**
     * Cuts the connections when every sink has voted for the next checkpoint, which counts all the same: sinks that ask
     * afterwards are told commit.
     *
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public void cutBeforeDecision() {
        lifecycle.checkpoints().steps().at(CheckpointStep.VOTED, 0, this::cut);
    }

    /**
     * Has sinks wait for the decision about the next checkpoint, which all have voted for, until {@link Decision#release()}.
     *
     * @throws IllegalStateException without {@link WorkerOptions#withResilience resilience}
     */
    public Decision holdDecision() {
        Decision decision = new Decision();
        lifecycle.checkpoints().steps().at(CheckpointStep.VOTED, 0, decision::await);
        return decision;
    }

    /** A decision that is held. Thread-safe. */
    public static final class Decision {

        private final CountDownLatch voted = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        private Decision() {}

        private void await() {
            voted.countDown();
            boolean interrupted = false;
            while (released.getCount() > 0) {
                try {
                    released.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        /** Whether every sink has voted, and waits. */
        public boolean isAwaited() {
            return voted.getCount() == 0 && released.getCount() > 0;
        }

        /** The worker decides. To be called in any case, also before the worker is stopped. */
        public void release() {
            released.countDown();
        }
    }
}
