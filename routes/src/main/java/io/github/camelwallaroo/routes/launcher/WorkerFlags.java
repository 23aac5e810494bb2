package io.github.camelwallaroo.routes.launcher;

import java.util.Set;

/**
 * The flags of a Wallaroo worker. The tutorial promises that all of a worker's arguments can be given to a connector,
 * too, so they are known here and mean nothing.
 */
final class WorkerFlags {

    private static final Set<String> LONG = Set.of("--in", "--out", "--name", "--control", "--data", "--external",
            "--my-control", "--my-data", "--metrics", "--cluster-initializer", "--worker-count",
            "--topology-initializer",
            "--join", "--stop-pause", "--resilience-dir", "--resilience-disable-io-journalling",
            "--resilience-no-local-file-io", "--log-rotation", "--event-log-file-size", "--file", "--file-sender",
            "--checkpoint-interval", "--time-between-checkpoints", "--run-with-resilience", "--spike-drop",
            "--spike-seed", "--spike-margin", "--dump-topology", "--machida", "--python-path", "--classpath",
            "--log-level", "--resilience-disable-checkpoints");
    private static final Set<String> SHORT = Set.of("-i", "-o", "-n", "-c", "-d", "-e", "-k", "-j", "-m", "-t", "-w",
            "-r", "-f", "-s", "-l", "-a", "-q", "-u");

    private WorkerFlags() {}

    /** Whether a worker knows {@code flag}, written without a value. */
    static boolean contains(String flag) {
        return LONG.contains(flag) || SHORT.contains(flag) || flag.startsWith("--pony");
    }
}
