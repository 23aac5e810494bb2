package io.github.camelwallaroo.benchmarks.peer;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A thread whose CPU time is the peer's and not the contender's. */
final class PeerThread {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

    interface Task {
        void run() throws Exception;
    }

    void start(String name, Task task) {
        Thread thread = new Thread(() -> run(name, task), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private static void run(String name, Task task) {
        try {
            task.run();
        } catch (Exception e) {
            // The contender's await() reports that its bytes do not come; here is why.
            System.err.println(name + " ended: " + e);
        }
    }

    /** @return CPU time in ns of the threads that are alive */
    long cpuNanos() {
        long sum = 0;
        for (Thread thread : threads) {
            sum += Math.max(0, THREADS.getThreadCpuTime(thread.getId()));
        }
        return sum;
    }
}
