package io.github.camelwallaroo.routes.support;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the way for messages that nobody can repair or send again: each is counted, and the log gets one line per
 * interval however many they are. So nobody who can reach an open port can stop a route or fill a disk. Any number of
 * threads.
 */
public class UndeliveredMessages implements Processor {

    private static final Logger LOG = LoggerFactory.getLogger(UndeliveredMessages.class);
    private static final long NANOS = 1_000_000_000L;

    /** Has something done later. */
    @FunctionalInterface
    interface Timer {
        void after(long nanos, CamelContext context, Runnable task);
    }

    private final LongSupplier nanoClock;
    private final Timer timer;
    private ScheduledExecutorService scheduler;
    private String connector = "";
    private long intervalNanos = 10 * NANOS;
    private long undelivered;
    private long unreported;
    private long lastReport;
    private boolean reportPlanned;
    private String lastReason = "";

    /** For the YAML files. */
    public UndeliveredMessages() {
        this.nanoClock = System::nanoTime;
        this.timer = this::schedule;
    }

    UndeliveredMessages(LongSupplier nanoClock, Timer timer) {
        this.nanoClock = nanoClock;
        this.timer = timer;
    }

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Seconds between two lines in the log. */
    public void setInterval(int interval) {
        this.intervalNanos = interval * NANOS;
    }

    /** Counts the exchange, whose exception says what was wrong with it. */
    @Override
    public synchronized void process(Exchange exchange) {
        Throwable cause = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        LOG.trace("{}: message not delivered", connector, cause);
        undelivered++;
        unreported++;
        lastReason = cause == null ? "no reason given" : reason(cause, exchange);
        long now = nanoClock.getAsLong();
        if (undelivered == 1 || now - lastReport >= intervalNanos) {
            lastReport = now;
            report();
        } else if (!reportPlanned) {
            reportPlanned = true;
            timer.after(intervalNanos - (now - lastReport), exchange.getContext(), this::reportAsPlanned);
        }
    }

    private synchronized void reportAsPlanned() {
        reportPlanned = false;
        lastReport = nanoClock.getAsLong();
        report();
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

    /** Reports what has not been reported yet. Called when the route is removed. */
    public synchronized void close() {
        if (scheduler != null) {
            scheduler.shutdownNow();
        }
        report();
    }

    /** Messages counted so far. */
    public synchronized long undelivered() {
        return undelivered;
    }

    private void report() {
        if (unreported > 0) {
            LOG.warn("{}: {} not delivered ({} since the start), {}{}", connector,
                    unreported == 1 ? "1 message" : unreported + " messages", undelivered,
                    unreported == 1 ? "because " : "the last because ", lastReason);
            unreported = 0;
        }
    }

    private static String reason(Throwable cause, Exchange exchange) {
        String message = cause.getMessage();
        if (message != null && !message.isBlank()) {
            return message;
        }
        String endpoint = exchange.getProperty(Exchange.FAILURE_ENDPOINT, "", String.class);
        // Options may hold secrets.
        return cause.getClass().getSimpleName() + " at " + endpoint.replaceFirst("\\?.*", "");
    }
}
