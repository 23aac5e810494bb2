package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.metrics.LogInterval;

/**
 * Counts messages that could not be processed, says so once per interval and step, keeps the latest, and applies the
 * worker's policy. Thread-safe.
 */
final class FailureRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(FailureRecorder.class);
    private static final int KEPT = 16;
    private static final String OURS = FailureRecorder.class.getPackageName() + ".";

    private final String worker;
    private final boolean ends;
    private final Duration logInterval;
    private final Consumer<String> stopper;
    private final LongAdder count = new LongAdder();
    private final Map<String, LogInterval> intervals = new ConcurrentHashMap<>();
    private final Deque<WorkerFailure> latest = new ArrayDeque<>();

    /** @param stopper ends the worker with a reason, without waiting for it */
    FailureRecorder(String worker, WorkerOptions options, Consumer<String> stopper) {
        this.worker = worker;
        this.ends = options.isStrict() || options.onFailure() == FailurePolicy.STOP;
        this.logInterval = options.logInterval();
        this.stopper = stopper;
    }

    /** @throws HaltException if the policy is to stop */
    void record(FailureKind kind, String where, String connector, long eventTime, Throwable cause) {
        if (cause instanceof VirtualMachineError fatal && !(cause instanceof StackOverflowError)) {
            // Memory ran out: that is no matter of this message, and its connection must not go on as if it were.
            throw fatal;
        }
        keep(new WorkerFailure(Instant.now(), kind, where, connector, eventTime, cause));
        String what = kind.noun() + " '" + where + "' failed on a message from '" + connector + "': " + describe(cause);
        LOG.debug("{}: {}", worker, what, cause);
        if (ends) {
            stopper.accept(what);
            throw new HaltException(what);
        }
        long heldBack = intervals.computeIfAbsent(where, any -> new LogInterval(1, logInterval)).due();
        if (heldBack != LogInterval.HELD_BACK) {
            LOG.warn(
                    "{}: {}; the message is dropped and the others go on{}. {}; level DEBUG of {} shows each failure in"
                            + " full",
                    worker, what, LogInterval.suffix(heldBack), advice(kind), LOG.getName());
        }
    }

    private void keep(WorkerFailure failure) {
        synchronized (latest) {
            if (latest.size() == KEPT) {
                latest.removeFirst();
            }
            latest.addLast(failure);
        }
        // Last: who sees that there is another one finds it.
        count.increment();
    }

    private static String advice(FailureKind kind) {
        return switch (kind) {
            case DECODE -> "Check that the sender's format is the one this source decodes";
            case COMPUTE -> "Correct the computation, or answer null for messages that are to be dropped";
            case ENCODE -> "Check that what the pipeline puts out fits this sink's format and maxFrameSize";
        };
    }

    /** What may be logged: texts of our own name sizes and kinds, those of others may quote the message. */
    private static String describe(Throwable cause) {
        if (cause instanceof ConversionException || cause instanceof MessageRejectedException) {
            return cause.getMessage();
        }
        StackTraceElement[] stack = cause.getStackTrace();
        return cause.getClass().getName() + (stack.length == 0 ? "" : " at " + place(stack));
    }

    /** The user's own line where there is one, else the line that threw. */
    private static StackTraceElement place(StackTraceElement[] stack) {
        for (StackTraceElement element : stack) {
            if (element.getClassName().startsWith(OURS)) {
                break;
            }
            if (!element.getClassName().startsWith("java.") && !element.getClassName().startsWith("jdk.")) {
                return element;
            }
        }
        return stack[0];
    }

    long count() {
        return count.sum();
    }

    /** The latest failures, oldest first. */
    List<WorkerFailure> latest() {
        synchronized (latest) {
            return List.copyOf(latest);
        }
    }
}
