package io.github.camelwallaroo.routes.support.s3;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Threads that do at the same time what need not be done in order: tasks of one name run one after the other. Thread-safe. */
final class Lanes {

    private final List<ExecutorService> threads = new ArrayList<>();

    /** @param thread makes an executor of one thread */
    Lanes(int count, Supplier<ExecutorService> thread) {
        for (int i = 0; i < count; i++) {
            threads.add(thread.get());
        }
    }

    /** After the end nothing is run any more. */
    void run(String name, Runnable task) {
        try {
            threads.get(Math.floorMod(name.hashCode(), threads.size())).execute(task);
        } catch (RejectedExecutionException e) {
            // Whoever ends the lanes says so to those who wait.
        }
    }

    /** Interrupts what runs; what waits is never run. */
    void end() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}
