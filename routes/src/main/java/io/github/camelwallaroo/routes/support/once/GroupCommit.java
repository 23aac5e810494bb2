package io.github.camelwallaroo.routes.support.once;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/**
 * Lets one thread commit together what many handed over: while one batch is being forced to the disk, the next one gathers.
 * The order in which items are handed over is kept. Bounded by those who hand over: each waits for its completions.
 */
final class GroupCommit<T> {

    private static final int LARGEST_BATCH = 1_000;

    private final BlockingQueue<Pending<T>> queue = new LinkedBlockingQueue<>();
    private final Consumer<List<Pending<T>>> commit;
    private final Thread thread;
    private boolean stopping;

    /** Something that is to be committed. */
    static final class Pending<T> {

        private final T item;
        private final Consumer<Exception> done;
        private boolean completed;

        private Pending(T item, Consumer<Exception> done) {
            this.item = item;
            this.done = done;
        }

        T item() {
            return item;
        }

        /** @param failure null if it is committed */
        void complete(Exception failure) {
            if (!completed) {
                completed = true;
                done.accept(failure);
            }
        }
    }

    /**
     * @param commit completes every item of a batch; runs in a thread of its own
     */
    GroupCommit(String name, Consumer<List<Pending<T>>> commit) {
        this.commit = commit;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** @param done hears once, in the committing thread, what became of it: null, or why it is not committed */
    synchronized void submit(T item, Consumer<Exception> done) {
        if (stopping) {
            done.accept(new IllegalStateException("stopped"));
        } else {
            queue.add(new Pending<>(item, done));
        }
    }

    private void run() {
        List<Pending<T>> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, LARGEST_BATCH - 1);
                if (batch.removeIf(each -> each.item == null) && commitAndEnd(batch)) {
                    return;
                }
                commit(batch);
            }
        } catch (InterruptedException e) {
            // Nobody interrupts this thread.
            Thread.currentThread().interrupt();
        }
    }

    private boolean commitAndEnd(List<Pending<T>> batch) {
        queue.drainTo(batch);
        commit(batch);
        return true;
    }

    private void commit(List<Pending<T>> batch) {
        Exception failure = new IllegalStateException("not committed, for no known reason");
        try {
            if (!batch.isEmpty()) {
                commit.accept(List.copyOf(batch));
            }
        } catch (Throwable e) {
            // Whatever it was: those who wait must hear of it, and the next batch may be well.
            failure = e instanceof Exception exception ? exception : new IllegalStateException(e.toString(), e);
        }
        for (Pending<T> each : batch) {
            each.complete(failure);
        }
        batch.clear();
    }

    /** Commits what was handed over before, and ends. */
    void stop() throws InterruptedException {
        synchronized (this) {
            if (!stopping) {
                stopping = true;
                queue.add(new Pending<>(null, failure -> {}));
            }
        }
        thread.join();
    }
}
