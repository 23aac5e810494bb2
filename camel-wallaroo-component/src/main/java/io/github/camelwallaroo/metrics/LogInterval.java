package io.github.camelwallaroo.metrics;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a log readable under a flood: lets a few lines of one kind pass per interval and counts those it holds back.
 * Thread-safe.
 */
public final class LogInterval {

    /** What {@link #due()} gives for a line that is to be held back. */
    public static final long HELD_BACK = -1;

    private final int lines;
    private final long nanos;
    private final LongSupplier clock;
    private long intervalEnds;
    private int passed;
    private long heldBack;

    /**
     * @param lines how many pass per interval
     * @param every the interval's length
     */
    public LogInterval(int lines, Duration every) {
        this(lines, every, System::nanoTime);
    }

    LogInterval(int lines, Duration every, LongSupplier clock) {
        this.lines = lines;
        this.nanos = every.toNanos();
        this.clock = clock;
        this.intervalEnds = clock.getAsLong();
    }

    /** @return how many lines were held back since the last one that passed, or {@link #HELD_BACK} if this one is as well */
    public synchronized long due() {
        long now = clock.getAsLong();
        if (now - intervalEnds >= 0) {
            intervalEnds = now + nanos;
            passed = 0;
        }
        if (passed == lines) {
            heldBack++;
            return HELD_BACK;
        }
        passed++;
        long before = heldBack;
        heldBack = 0;
        return before;
    }

    /** @return {@link #due()} as the end of a line: empty, or how many lines like it were held back */
    public static String suffix(long heldBack) {
        return heldBack == 0 ? "" : " (and " + heldBack + " more like this since the last line)";
    }
}
