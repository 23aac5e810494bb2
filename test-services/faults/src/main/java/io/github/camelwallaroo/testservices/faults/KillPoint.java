package io.github.camelwallaroo.testservices.faults;

import java.io.IOException;
import java.io.PrintStream;

/**
 * Counts the steps of a process, and stands still at one of them, with every other thread that comes to a step, until the
 * process is killed there. Thread-safe.
 */
public final class KillPoint implements DiskHook {

    /** Begins the line that says where it stands. */
    public static final String STANDS = "stands ";

    private final int at;
    private final PrintStream out;
    private int steps;

    /**
     * @param at  counted from 1; 0 = none
     * @param out read by the one that kills
     */
    public KillPoint(int at, PrintStream out) {
        this.at = at;
        this.out = out;
    }

    /** Does not return if it is this one. */
    public synchronized void step(String name) {
        steps++;
        if (steps == at) {
            out.println(STANDS + name);
            out.flush();
            while (true) {
                standStill();
            }
        }
    }

    /** With the lock held, so that nobody else passes. */
    private static void standStill() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            // Only SIGKILL ends this.
        }
    }

    @Override
    public void before(DiskOperation operation) throws IOException {
        step("before " + operation);
    }

    @Override
    public void amid(DiskOperation write) {
        step("amid " + write);
    }

    @Override
    public void after(DiskOperation operation) {
        step("after " + operation);
    }
}
