package io.github.camelwallaroo.worker;

/** Where a worker stands. It only ever moves down this list. */
public enum WorkerState {

    /** Strict mode only: waiting for its sinks, or warming up; nothing is processed yet. */
    STARTING,

    RUNNING,

    /** Source ports are closed; what was read is finished and handed to the sinks. */
    STOPPING,

    /** Every port and connection is closed. */
    STOPPED
}
