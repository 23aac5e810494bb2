package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/**
 * Logs how far one worker's output is delivered, for many messages at once. Thread-safe: the delivering thread does it, or
 * another one while a handler keeps that busy.
 */
final class DeliveryProgress {

    /** How often it is made to survive a loss of power, too; that lets segments be deleted. */
    private static final long FORCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(DeliveryProgress.class);

    private final StreamIdentity identity;
    private final CommittedOutput output;
    private final DeliveryWindow window;
    private final long intervalNanos;
    private final ConnectorMetrics metrics;
    private final Runnable moved;

    private final ReentrantLock lock = new ReentrantLock();
    private StagedMessage unwritten;
    private volatile StagedMessage unforced;
    private volatile long lastForce = System.nanoTime();
    private volatile long lastWrite = System.nanoTime();

    /**
     * @param interval after which it is due
     * @param moved    called after it was logged
     */
    DeliveryProgress(StreamIdentity identity, CommittedOutput output, DeliveryWindow window, Duration interval,
            ConnectorMetrics metrics, Runnable moved) {
        this.identity = identity;
        this.output = output;
        this.window = window;
        this.intervalNanos = interval.toNanos();
        this.metrics = metrics;
        this.moved = moved;
    }

    boolean isDue() {
        return System.nanoTime() - lastWrite >= intervalNanos;
    }

    /** When it has to be forced, in ns from now; negative if that is overdue. */
    long untilForce() {
        return unforced == null ? Long.MAX_VALUE : FORCE_NANOS - (System.nanoTime() - lastForce);
    }

    /** Logs everything that is processed without a gap, and forces it now and then. */
    void write() throws IOException {
        write(untilForce() <= 0);
    }

    private void write(boolean force) throws IOException {
        lock.lock();
        try {
            long before = window.passed();
            StagedMessage last = window.advance();
            metrics.add(Metric.DELIVERED, window.passed() - before);
            unwritten = last == null ? unwritten : last;
            StagedMessage target = unwritten == null && force ? unforced : unwritten;
            if (target != null) {
                output.delivered(target, force);
                unwritten = null;
                unforced = force ? null : target;
            }
            lastWrite = System.nanoTime();
            lastForce = force ? lastWrite : lastForce;
            if (last != null) {
                moved.run();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Called now and then by a thread that must not wait. */
    void tick() {
        if (isDue() && window.canAdvance() && lock.tryLock()) {
            try {
                write(false);
            } catch (IOException | RuntimeException e) {
                LOG.debug("{}: how far delivery is cannot be logged now", identity, e);
            } finally {
                lock.unlock();
            }
        }
    }

    /** Logs it at the end of delivery. */
    void save() {
        try {
            write(true);
        } catch (IOException e) {
            LOG.warn("{}: how far delivery is cannot be logged at its end ({}); what was delivered since it was logged"
                    + " last is delivered again after the next start", identity, e.getMessage());
        }
    }
}
