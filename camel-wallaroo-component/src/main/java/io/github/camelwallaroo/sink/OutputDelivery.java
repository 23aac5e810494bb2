package io.github.camelwallaroo.sink;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.convert.Converted;
import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.LogInterval;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.sink.DecodedOutput.Decoded;

/**
 * Delivers one worker's committed output in a thread of its own, whether the worker is there or not, so that a handler that
 * takes its time delays no vote and no other worker. What is processed without a gap counts as delivered, which is logged for
 * many messages at once.
 */
final class OutputDelivery {

    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long DISK_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(OutputDelivery.class);

    private final StreamIdentity identity;
    private final DecodedOutput output;
    private final OutputHandover handover;
    private final SinkSessionOptions options;
    private final ConnectorMetrics metrics;
    private final DeliveryWait waiting = new DeliveryWait();
    private final DeliveryWindow window = new DeliveryWindow();
    private final LogInterval failures = new LogInterval(3, Duration.ofSeconds(10));
    private final DeliveryProgress progress;
    private final Runnable moved;
    private final Standstill standstill;

    // Of the delivering thread.
    private int handedSinceFlush;
    private boolean diskFailed;
    /** What kept messages from being processed is over: those that failed of it, too, do not each wait for it. */
    private boolean recovering;

    private volatile Thread thread;
    private volatile boolean suspended;
    /** How often whatever failed was to be tried again at once. */
    private final AtomicInteger resumes = new AtomicInteger();
    private volatile boolean ending;
    private volatile long deadline;
    private volatile boolean failed;
    private volatile LogDamagedException damage;

    /** @param moved called after messages were delivered, and when delivery stands still */
    OutputDelivery(StreamIdentity identity, CommittedOutput output, OutputHandover handover, SinkSessionOptions options,
            ConnectorMetrics metrics, Runnable moved) {
        this.identity = identity;
        this.output = new DecodedOutput(output, handover);
        this.handover = handover;
        this.options = options;
        this.metrics = metrics;
        this.moved = moved;
        this.standstill = new Standstill(identity);
        this.progress = new DeliveryProgress(identity, output, window, options.deliveredFlushInterval(), metrics,
                moved);
    }

    void start(ThreadFactory threads) {
        Thread delivering = threads.newThread(this::run);
        thread = delivering;
        waiting.of(delivering);
        delivering.start();
    }

    private void run() {
        try {
            while (!ending) {
                step();
            }
            drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            died("its thread was interrupted", null);
        } catch (Throwable e) {
            died("it ended by an error (" + e + ")", e);
        } finally {
            handover.end();
            progress.save();
        }
    }

    private void died(String why, Throwable error) {
        if (!ending) {
            standstill.forGood(why, error);
        }
    }

    private void step() throws InterruptedException {
        int resumed = resumes.get();
        try {
            if (diskFailed) {
                progress.write();
                diskFailed = false;
            }
            if (suspended) {
                progress.write();
                waiting.rest(REST_NANOS, () -> !suspended);
            } else if (failed) {
                failed = false;
                HandedMessage first = window.firstFailed();
                if (first != null) {
                    failed = true;
                    again(first);
                }
            } else if (!window.hasRoom()) {
                progress.write();
                waiting.rest(REST_NANOS, () -> window.hasRoom() || isEventful());
            } else {
                next();
            }
        } catch (LogDamagedException e) {
            damage = e;
            standStill(e.getMessage(), 0, resumed);
        } catch (IOException e) {
            diskFailed = true;
            standStill("the disk fails (" + e.getMessage() + "); delivery goes on by itself once it can be read and"
                    + " written again", DISK_RETRY_NANOS, resumed);
        }
    }

    private void next() throws IOException, InterruptedException {
        Decoded next = output.next();
        if (next == null) {
            idle();
            return;
        }
        recovering = false;
        standstill.over();
        HandedMessage handed = new HandedMessage(next.message(), resumes.get(), this::settled);
        window.add(handed);
        hand(handed, next.content());
        handedSinceFlush++;
        if (handedSinceFlush >= options.deliveredFlushMessages() || progress.isDue()) {
            handedSinceFlush = 0;
            progress.write();
        }
    }

    private void hand(HandedMessage handed, Converted<OutputContent> content) throws InterruptedException {
        StagedMessage message = handed.message();
        OutputPosition position = new OutputPosition(identity.connector(), identity.streamName(), message.epoch(),
                message.offset(), message.transactionId());
        try {
            handover.hand(message.payload(), content, identity.streamName(), position, handed);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            handed.done(e);
        } catch (Error e) {
            handed.done(new IllegalStateException("the handler ended by an error: " + e, e));
        }
    }

    private void settled(HandedMessage message) {
        if (message.hasFailed()) {
            metrics.increment(Metric.DELIVERY_FAILURES);
            if (options.onFailure() == OnFailure.CONTINUE) {
                passOver(message);
            } else {
                failed = true;
            }
        }
        waiting.settled();
    }

    private void passOver(HandedMessage message) {
        message.pass();
        long heldBack = failures.due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn("{}: the message at byte {} could not be processed ({}) and is passed over, as onFailure=continue"
                    + " says{}", identity, message.message().offset(), String.valueOf(message.failure()),
                    LogInterval.suffix(heldBack));
        }
    }

    private void again(HandedMessage first) throws IOException, InterruptedException {
        progress.write();
        if (!recovering) {
            long delay = options.retryDelay().toNanos();
            standstill.at(first, options.retryDelay());
            waitForRetry(delay == 0 ? Long.MAX_VALUE : delay, first.resumed());
        }
        if (!ending && !suspended) {
            metrics.increment(Metric.REDELIVERED);
            first.again(resumes.get());
            hand(first, handover.decode(first.message().payload()));
            while (first.isOpen() && !ending) {
                waiting.rest(REST_NANOS, () -> !first.isOpen());
            }
            recovering = first.isProcessed();
        }
    }

    private void standStill(String why, long retryNanos, int resumed) throws InterruptedException {
        standstill.because(why);
        moved.run();
        waitForRetry(retryNanos == 0 ? Long.MAX_VALUE : retryNanos, resumed);
    }

    /** @param resumed of {@link #resumes}, before what failed was tried: one that came since then ends the wait */
    private void waitForRetry(long nanos, int resumed) throws InterruptedException {
        long from = System.nanoTime();
        while (!ending && !suspended && resumes.get() == resumed && System.nanoTime() - from < nanos) {
            waiting.rest(Math.min(REST_NANOS, nanos - (System.nanoTime() - from)), () -> resumes.get() != resumed);
        }
    }

    private void idle() throws IOException, InterruptedException {
        handedSinceFlush = 0;
        progress.write();
        if (window.open() == 0 && !failed) {
            standstill.over();
        }
        waiting.rest(Math.min(REST_NANOS, progress.untilForce()), this::isEventful);
    }

    private boolean isEventful() {
        return failed || window.canAdvance();
    }

    /** Called now and then, and quick. */
    void tick() {
        progress.tick();
    }

    /** There is more. */
    void committed() {
        waiting.signal();
    }

    void suspend() {
        suspended = true;
    }

    /** Tries at once again what failed. */
    void resume() {
        suspended = false;
        resumes.incrementAndGet();
        waiting.signal();
    }

    /** Hands nothing on any more; the thread ends when what was handed on is processed, or at the deadline. */
    void end(long deadlineNanos) {
        deadline = deadlineNanos;
        ending = true;
        waiting.signal();
    }

    private void drain() throws InterruptedException {
        while (window.open() > 0 && deadline - System.nanoTime() > 0) {
            waiting.rest(deadline - System.nanoTime(), () -> window.open() == 0);
        }
    }

    /** @return whether the thread has ended by then */
    boolean join(long deadlineNanos) throws InterruptedException {
        Thread delivering = thread;
        if (delivering == null) {
            return true;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
        delivering.join(Math.max(1, millis));
        return !delivering.isAlive();
    }

    /** Logs how far delivery is, at the end. */
    void save() {
        progress.save();
    }

    /** Why delivery stands still, and what to do. */
    Optional<String> standstill() {
        return standstill.text();
    }

    /** What was found when the output was read. */
    Optional<LogDamagedException> damage() {
        return Optional.ofNullable(damage);
    }
}
