package io.github.camelwallaroo.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * A sink in memory that shows an output only when the checkpoint which covers it is durable, and drops it if that never
 * happens: what a sink with two-phase commit does, for tests, so that lost and doubled outputs can be seen.
 *
 * <pre>{@code
 * TransactionalMemorySink<String> counts = TransactionalMemorySink.named("counts");
 * Application application = Application.named("word count")
 *         .source("words", source, String.class)
 *         .keyBy(word -> word)
 *         .toState("count", Count::new, (word, count) -> word + " " + count.another())
 *         .toSink(counts)
 *         .build();
 * ...
 * assertThat(counts.awaitCommitted(3, Duration.ofSeconds(10))).containsExactly("a 1", "b 1", "a 2");
 * }</pre>
 *
 * <p>
 * It outlives its workers: what one left undecided when it was killed is decided when the next one starts, by the checkpoint
 * which that one goes on from. One worker at a time may use it. Outputs of one key behind a state computation are in the order
 * of its updates, those of one source connection in the order in which they came. Without
 * {@linkplain WorkerOptions#withResilience resilience} outputs are committed at once. Outputs are kept as they are, so they
 * must not be changed later, and for ever, until {@link #clear()}. Thread-safe.
 *
 * @param <T> the outputs
 */
public final class TransactionalMemorySink<T> {

    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<T> committed = new ArrayList<>();
    private List<T> staged = new ArrayList<>();
    private List<T> sealed = new ArrayList<>();
    /** The checkpoint that sealed outputs belong to. */
    private long sealedBy;
    private long dropped;
    private MemoryStaging current;

    private TransactionalMemorySink(String name) {
        ConnectorNames.check(name, "sink");
        this.name = name;
    }

    /** @param name unique in its application */
    public static <T> TransactionalMemorySink<T> named(String name) {
        return new TransactionalMemorySink<>(name);
    }

    public String name() {
        return name;
    }

    /** Every output that is covered by a checkpoint, in order: nothing here is ever taken back. */
    public List<T> committed() {
        lock.lock();
        try {
            return List.copyOf(committed);
        } finally {
            lock.unlock();
        }
    }

    /** How many outputs wait for a checkpoint. */
    public int waiting() {
        lock.lock();
        try {
            return staged.size() + sealed.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many outputs were dropped, so far, since the worker went back to a checkpoint before them. */
    public long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so many outputs are committed.
     *
     * @return all that are
     * @throws AssertionError if that takes longer
     */
    public List<T> awaitCommitted(int count, Duration timeout) throws InterruptedException {
        return awaitCommitted(count + " outputs", outputs -> outputs.size() >= count, timeout);
    }

    /**
     * Waits until what is committed is as it should be.
     *
     * @param what      for the error's text
     * @param condition looks at all that is committed, which it must not change
     * @return all that is committed
     * @throws AssertionError if that takes longer
     */
    public List<T> awaitCommitted(String what, Predicate<? super List<T>> condition, Duration timeout)
            throws InterruptedException {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (!condition.test(committed)) {
                if (nanos <= 0) {
                    throw new AssertionError("sink '" + name + "' has " + committed.size() + " outputs committed and "
                            + (staged.size() + sealed.size()) + " that wait for a checkpoint after "
                            + TimeUnit.NANOSECONDS.toMillis(timeout.toNanos()) + " ms; expected " + what);
                }
                nanos = changed.awaitNanos(nanos);
            }
            return List.copyOf(committed);
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is committed. */
    public void clear() {
        lock.lock();
        try {
            committed.clear();
        } finally {
            lock.unlock();
        }
    }

    /** @throws IllegalStateException if another worker uses it */
    MemoryStaging attach(boolean resilient) {
        lock.lock();
        try {
            if (current != null) {
                throw new IllegalStateException("sink '" + name
                        + "' is used by a worker that still runs; expected one worker at a time. Stop that one first, or"
                        + " give each a sink of its own");
            }
            current = new MemoryStaging(this, resilient);
            return current;
        } finally {
            lock.unlock();
        }
    }

    /** Does something unless the worker has been replaced. */
    private void as(MemoryStaging worker, Runnable action) {
        lock.lock();
        try {
            if (current == worker) {
                action.run();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void detach(MemoryStaging worker) {
        as(worker, () -> {
            drop(staged);
            current = null;
        });
    }

    void stage(MemoryStaging worker, T output) {
        lock.lock();
        try {
            if (current == worker) {
                staged.add(output);
            }
        } finally {
            lock.unlock();
        }
    }

    void commitAtOnce(MemoryStaging worker, T output) {
        as(worker, () -> committed.add(output));
    }

    void seal(MemoryStaging worker, long checkpoint) {
        as(worker, () -> {
            sealed = staged;
            staged = new ArrayList<>();
            sealedBy = checkpoint;
        });
    }

    void commit(MemoryStaging worker) {
        as(worker, () -> {
            committed.addAll(sealed);
            sealed = new ArrayList<>();
        });
    }

    void unseal(MemoryStaging worker) {
        as(worker, () -> {
            sealed.addAll(staged);
            staged = sealed;
            sealed = new ArrayList<>();
        });
    }

    /** The worker goes on from this checkpoint: it decides what becomes of what was sealed, and the rest never happened. */
    void restore(MemoryStaging worker, long checkpoint) {
        as(worker, () -> {
            if (sealedBy <= checkpoint) {
                committed.addAll(sealed);
                sealed = new ArrayList<>();
            }
            drop(sealed);
            drop(staged);
        });
    }

    private void drop(List<T> outputs) {
        dropped += outputs.size();
        outputs.clear();
    }

    @Override
    public String toString() {
        return "TransactionalMemorySink[" + name + "]";
    }
}
