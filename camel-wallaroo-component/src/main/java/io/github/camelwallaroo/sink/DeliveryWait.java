package io.github.camelwallaroo.sink;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Where a delivering thread rests until something happens. Others may tell it of every message without waiting. */
final class DeliveryWait {

    private volatile Thread thread;
    private volatile boolean resting;
    private volatile boolean signalled;

    /** Whose it is. */
    void of(Thread delivering) {
        thread = delivering;
    }

    /**
     * Returns after a {@link #signal()}, when {@code ready} is true after a {@link #settled()}, after the time, and now and
     * then without reason.
     *
     * @param ready read by this thread once it can be woken
     */
    void rest(long nanos, BooleanSupplier ready) throws InterruptedException {
        resting = true;
        if (!signalled && !ready.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        resting = false;
        signalled = false;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Ends the present rest, or the next one. */
    void signal() {
        signalled = true;
        LockSupport.unpark(thread);
    }

    /** Something has come of a message: ends a rest under way. */
    void settled() {
        if (resting) {
            signal();
        }
    }
}
