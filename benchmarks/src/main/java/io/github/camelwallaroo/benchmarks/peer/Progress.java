package io.github.camelwallaroo.benchmarks.peer;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Counts up in some threads and lets one other thread wait for a total. Costs one atomic addition a count. */
public final class Progress {

    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final String unit;
    private final AtomicLong count = new AtomicLong();
    private volatile long target = Long.MAX_VALUE;
    private volatile Thread waiter;

    /** @param unit of what is counted, for error texts */
    public Progress(String unit) {
        this.unit = unit;
    }

    public void add(long amount) {
        if (count.addAndGet(amount) >= target) {
            LockSupport.unpark(waiter);
        }
    }

    public long count() {
        return count.get();
    }

    /** @throws IllegalStateException if nothing moves for a minute before {@code total} is reached */
    public void await(long total) {
        waiter = Thread.currentThread();
        target = total;
        long seen = count.get();
        long seenNanos = System.nanoTime();
        while (count.get() < total) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
            if (count.get() != seen) {
                seen = count.get();
                seenNanos = System.nanoTime();
            } else if (System.nanoTime() - seenNanos > STALLED_NANOS) {
                throw new IllegalStateException("only " + seen + " of " + total + " " + unit + " came, and nothing for "
                        + TimeUnit.NANOSECONDS.toSeconds(STALLED_NANOS) + " s");
            }
        }
        target = Long.MAX_VALUE;
    }
}
