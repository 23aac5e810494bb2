package io.github.camelwallaroo.python;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Ends processes that take too long. A pipe cannot be read with a timeout; the end of its process ends the read. One thread
 * looks at all of them now and then, so that a call costs no timer of its own. It goes on while the JVM shuts down, when
 * messages that are under way still need their functions; a process that is idle ends with its pipe.
 */
final class CallWatch {

    private static final long TICK_MILLIS = 100;
    private static final Set<PythonProcess> WATCHED = ConcurrentHashMap.newKeySet();

    static {
        ScheduledThreadPoolExecutor ticks = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "wallaroo-python-watch");
            thread.setDaemon(true);
            return thread;
        });
        ticks.scheduleWithFixedDelay(() -> WATCHED.forEach(PythonProcess::tick), TICK_MILLIS, TICK_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private CallWatch() {}

    static void add(PythonProcess process) {
        WATCHED.add(process);
    }

    static void remove(PythonProcess process) {
        WATCHED.remove(process);
    }
}
