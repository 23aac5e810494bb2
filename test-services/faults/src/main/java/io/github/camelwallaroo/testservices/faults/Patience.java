package io.github.camelwallaroo.testservices.faults;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what must come, far longer than it can take, and looks often: thousands of waits make a test. */
public final class Patience {

    /** Only a failure waits so long. */
    public static final Duration LONG = Duration.ofSeconds(120);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private Patience() {}

    /**
     * @param what is waited for
     * @throws AssertionError if it does not come
     */
    public static void until(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + LONG.toSeconds() + " s still not: " + what);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** A check that fails until it comes true. */
    public interface Check {

        void run() throws Exception;
    }

    /** @throws AssertionError what the check says at last, if it does not come true */
    public static void untilTrue(Check check) throws Exception {
        long deadline = System.nanoTime() + LONG.toNanos();
        while (true) {
            try {
                check.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
