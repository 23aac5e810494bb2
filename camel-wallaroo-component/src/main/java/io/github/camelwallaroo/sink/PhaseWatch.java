package io.github.camelwallaroo.sink;

import java.util.concurrent.TimeUnit;

/** Notices that output comes and nobody ever asks to commit it. */
final class PhaseWatch {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private boolean waiting;
    private long sinceNanos;
    private boolean said;

    /** @return whether it is time to say something, which is once */
    boolean output(long nowNanos) {
        if (!waiting) {
            waiting = true;
            sinceNanos = nowNanos;
        }
        boolean due = !said && nowNanos - sinceNanos >= PATIENCE_NANOS;
        said |= due;
        return due;
    }

    void phase1() {
        waiting = false;
    }

    /** What the worker does, and what to do. */
    String text() {
        return " has sent output for "
                + TimeUnit.NANOSECONDS.toSeconds(PATIENCE_NANOS) + " s and never asked to commit it, so none of it is"
                + " delivered. If it was built without resilience, set resilience=false; else its checkpoints are stuck:"
                + " restart the worker";
    }
}
