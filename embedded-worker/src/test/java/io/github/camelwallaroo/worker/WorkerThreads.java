package io.github.camelwallaroo.worker;

import java.util.Arrays;
import java.util.List;

/** The threads that belong to workers. */
final class WorkerThreads {

    private WorkerThreads() {}

    /** Each with where it is, so that one which stays behind can be found. */
    static List<String> names() {
        return Thread.getAllStackTraces()
                .entrySet()
                .stream()
                .filter(each -> each.getKey().getName().startsWith("wallaroo-worker"))
                .map(each -> each.getKey().getName() + " at " + Arrays.toString(each.getValue()))
                .toList();
    }
}
