package io.github.camelwallaroo.routes.support;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;

/** Counts what happens to messages, and reports it once per interval however often it happens. Any number of threads. */
public final class PeriodicCount {

    /** Has something done later. */
    @FunctionalInterface
    interface Timer {
        void after(long nanos, CamelContext context, Runnable task);
    }

    /** Writes one report. */
    @FunctionalInterface
    public interface Report {
        /**
         * @param messages how many are new, in words
         * @param total    how many there were since the start
         * @param because  introduces the reason
         * @param reason   of the last one
         */
        void write(String messages, long total, String because, String reason);
    }

    private final LongSupplier nanoClock;
    private final Timer timer;
    private final String noun;
    private final Report report;
    private ScheduledExecutorService scheduler;
    private long intervalNanos = TimeUnit.SECONDS.toNanos(10);
    private long total;
    private long unreported;
    private long lastReport;
    private boolean planned;
    private String lastReason = "";

    /** @param report writes the reports */
    public PeriodicCount(Report report) {
        this("message", report);
    }

    /** @param noun what is counted, one of them; @param report writes the reports */
    public PeriodicCount(String noun, Report report) {
        this.nanoClock = System::nanoTime;
        this.timer = this::schedule;
        this.noun = noun;
        this.report = report;
    }

    PeriodicCount(LongSupplier nanoClock, Timer timer, Report report) {
        this.nanoClock = nanoClock;
        this.timer = timer;
        this.noun = "message";
        this.report = report;
    }

    /** Nanoseconds between two reports. */
    public synchronized void interval(long nanos) {
        intervalNanos = nanos;
    }

    /** One more, and why. */
    public void add(String reason, CamelContext context) {
        add(1, reason, context);
    }

    /** As many more; none if that is less than one. */
    public synchronized void add(long count, String reason, CamelContext context) {
        if (count < 1) {
            return;
        }
        total += count;
        unreported += count;
        lastReason = reason;
        long now = nanoClock.getAsLong();
        if (total == count || now - lastReport >= intervalNanos) {
            lastReport = now;
            report();
        } else if (!planned) {
            planned = true;
            timer.after(intervalNanos - (now - lastReport), context, this::reportAsPlanned);
        }
    }

    /** How many since the start. */
    public synchronized long total() {
        return total;
    }

    /** Reports what has not been reported yet; nothing is reported by itself after this. */
    public synchronized void close() {
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
        report();
    }

    private synchronized void reportAsPlanned() {
        planned = false;
        lastReport = nanoClock.getAsLong();
        report();
    }

    private void report() {
        if (unreported > 0) {
            report.write(unreported == 1 ? "1 " + noun : unreported + " " + noun + "s", total,
                    unreported == 1 ? "because " : "the last because ", lastReason);
            unreported = 0;
        }
    }

    private void schedule(long nanos, CamelContext context, Runnable task) {
        if (scheduler == null) {
            scheduler = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "Undelivered");
        }
        try {
            scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // The context is going down: there is no later.
            task.run();
        }
    }
}
