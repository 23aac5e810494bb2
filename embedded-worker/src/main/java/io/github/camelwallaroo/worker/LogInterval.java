package io.github.camelwallaroo.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Lets one log line pass per interval and counts those it holds back. Thread-safe. */
final class LogInterval {

    private final long nanos;
    private final AtomicLong nextNanos = new AtomicLong(System.nanoTime());
    private final LongAdder heldBack = new LongAdder();

    LogInterval(long nanos) {
        this.nanos = nanos;
    }

    /** @return how many lines were held back since the last one; -1 if this one is as well */
    long due() {
        long now = System.nanoTime();
        long next = nextNanos.get();
        if (now - next >= 0 && nextNanos.compareAndSet(next, now + nanos)) {
            return heldBack.sumThenReset();
        }
        heldBack.increment();
        return -1;
    }
}
