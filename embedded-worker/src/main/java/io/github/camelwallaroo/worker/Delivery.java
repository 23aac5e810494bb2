package io.github.camelwallaroo.worker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The message that one source connection has on its way through the steps, and the outputs it leaves. Belongs to that
 * connection's thread.
 *
 * <p>
 * Where no state is kept, outputs are collected here and handed to each sink many at a time. Behind a state computation
 * they are handed over one by one under the lock of the key, since only that keeps their order between connections; either
 * way nothing is written, and nobody waits, before {@link #flush()}.
 */
final class Delivery {

    /** Outputs collected for one sink before they are handed over, even in the middle of a message. */
    private static final int COLLECTED_MOST = 4_096;

    private final String source;
    private final FailureRecorder failures;
    private final boolean oneByOne;
    private final boolean mayWait;
    private final List<Collected> touched = new ArrayList<>();
    private final Collected[] bySink;
    private long eventTime;
    private Object key;
    /** Outputs since the last flush. */
    private int outputs;

    private static final class Collected {

        private final SinkOutput sink;
        private final List<byte[]> payloads = new ArrayList<>();
        private boolean touched;

        Collected(SinkOutput sink) {
            this.sink = sink;
        }
    }

    /**
     * @param sinks    the ways of this connection's worker, in the order of the sinks
     * @param oneByOne whether messages of this source may pass a state computation
     * @param mayWait  whether a sink that is full may hold the source in the middle of a message: not where checkpoints are
     *                 taken, since they wait for that message
     */
    Delivery(String source, List<SinkOutput> sinks, boolean oneByOne, boolean mayWait, FailureRecorder failures) {
        this.source = source;
        this.oneByOne = oneByOne;
        this.mayWait = mayWait;
        this.failures = failures;
        this.bySink = sinks.stream().map(Collected::new).toArray(Collected[]::new);
    }

    /**
     * Another message begins; it has no key yet.
     *
     * @param messageEventTime milliseconds since the epoch, 0 = none
     */
    void begin(long messageEventTime) {
        eventTime = messageEventTime;
        key = null;
    }

    Object key() {
        return key;
    }

    void key(Object current) {
        key = current;
    }

    /** Passes on what a computation with many outputs gave. */
    void each(String step, Iterable<?> results, Step next) {
        if (results == null) {
            return;
        }
        Object current = key;
        Iterator<?> iterator = null;
        while (true) {
            Object result;
            try {
                if (iterator == null) {
                    iterator = results.iterator();
                }
                if (!iterator.hasNext()) {
                    return;
                }
                result = iterator.next();
            } catch (Throwable e) {
                failed(FailureKind.COMPUTE, step, e);
                return;
            }
            if (result != null) {
                key = current;
                next.accept(result, this);
            }
        }
    }

    /** An output is ready for a sink. */
    void output(OutputEncoder sink, byte[] payload) {
        Collected collected = bySink[sink.index()];
        if (!collected.touched) {
            collected.touched = true;
            touched.add(collected);
        }
        outputs++;
        if (oneByOne) {
            collected.sink.add(payload);
            return;
        }
        collected.payloads.add(payload);
        if (mayWait && collected.payloads.size() >= COLLECTED_MOST) {
            handOver(collected);
            collected.sink.flush();
        }
    }

    /** Whether there are so many outputs that it is time for a {@link #flush()}. */
    boolean isFull() {
        return outputs >= COLLECTED_MOST;
    }

    /** Hands over what was collected; nothing is written, and nobody waits. */
    void handOver() {
        touched.forEach(Delivery::handOver);
    }

    /** Hands over what was collected, sees that it is written, and waits while a sink's buffer is full. */
    void flush() {
        for (int i = 0; i < touched.size(); i++) {
            Collected collected = touched.get(i);
            handOver(collected);
            collected.sink.flush();
            collected.touched = false;
        }
        touched.clear();
        outputs = 0;
    }

    private static void handOver(Collected collected) {
        if (!collected.payloads.isEmpty()) {
            collected.sink.addAll(collected.payloads);
            collected.payloads.clear();
        }
    }

    /** Forgets what was collected: the worker dies with it. */
    void discard() {
        touched.forEach(collected -> {
            collected.payloads.clear();
            collected.touched = false;
        });
        touched.clear();
        outputs = 0;
    }

    /**
     * A step could not process the message.
     *
     * @throws HaltException if that ends the worker
     */
    void failed(FailureKind kind, String where, Throwable cause) {
        failures.record(kind, where, source, eventTime, cause);
    }
}
