package io.github.camelwallaroo.sink;

import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.transport.HostPort;

/** Listens for workers and serves each in a thread of its own, until stopped. Thread-safe. */
interface SinkServer {

    HostPort address();

    int workerCount();

    /** Holds what is handed on. */
    void suspend();

    void resume();

    SinkHealth health();

    List<SinkStreamStatus> streams();

    /**
     * Stops in order.
     *
     * @param timeout how long that may take
     * @param drain   whether to wait for what was handed on to be processed
     * @return how many handlers were still busy when time was over
     */
    int stop(Duration timeout, boolean drain) throws InterruptedException;
}
