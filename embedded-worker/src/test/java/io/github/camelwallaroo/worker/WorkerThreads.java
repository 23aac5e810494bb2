package io.github.camelwallaroo.worker;

import java.util.List;

/** The threads that belong to workers. */
final class WorkerThreads {

    private WorkerThreads() {}

    static List<String> names() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("wallaroo-worker"))
                .toList();
    }
}
