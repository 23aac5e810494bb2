package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * How a worker ends in order: nobody new, what has arrived is processed, outputs are written and, with two-phase commit,
 * committed, and every sink hears the end.
 */
final class OrderlyStop {

    /** A connection that is silent for so long has nothing more to say. */
    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** A sink that was told the end gets this long to close in turn. */
    private static final Duration SINK_END = Duration.ofSeconds(1);

    /** A sink that is away gets this long to come back. */
    private static final long SINK_GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private final WorkerParts parts;
    private final BooleanSupplier wanted;
    private final long nanos;
    private final long grace;
    private final long begun = System.nanoTime();

    /** @param wanted whether the worker is not ended otherwise meanwhile */
    OrderlyStop(WorkerParts parts, Duration timeout, BooleanSupplier wanted) {
        this.parts = parts;
        this.wanted = wanted;
        this.nanos = timeout.toNanos();
        this.grace = Math.min(SINK_GRACE_NANOS, nanos / 4);
    }

    /**
     * @param checkpoint whether what is done is to last
     * @param last       called when no source can bring anything more
     * @return outputs for sinks with two-phase commit that are not committed, and will be dropped there
     */
    long run(boolean checkpoint, Runnable last) {
        parts.sources().release();
        parts.sources().all().forEach(SourceInput::stopAccepting);
        poll(nanos / 2, () -> isQuiet() || isGraceOver() && !parts.sinks().areConnected());
        if (checkpoint) {
            // Sources are still there to hear what is acknowledged.
            parts.takeCheckpoint(left());
        }
        parts.sources().close();
        last.run();
        poll(nanos, () -> isDrained() || isGraceOver() && parts.sinks().onlyAbsentOnesWait());
        if (checkpoint) {
            parts.takeCheckpoint(left());
        }
        long uncommitted = parts.sinks().uncommitted();
        parts.endCheckpoints();
        try {
            parts.sinks().finish(SINK_END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return uncommitted;
    }

    private boolean isQuiet() {
        return parts.sources().all().stream().allMatch(source -> source.isQuiet(QUIET_NANOS));
    }

    private boolean isDrained() {
        return parts.sources().all().stream().allMatch(SourceInput::isEmpty) && parts.sinks().waiting() == 0;
    }

    private boolean isGraceOver() {
        return System.nanoTime() - begun > grace;
    }

    private Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - (System.nanoTime() - begun)));
    }

    private void poll(long most, BooleanSupplier done) {
        while (wanted.getAsBoolean() && !done.getAsBoolean() && System.nanoTime() - begun < most) {
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
