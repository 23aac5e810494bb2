package io.github.camelwallaroo.worker.acceptance;

/** What happens to a worker and a sink with two-phase commit. */
enum SinkFault {

    /** The sink's process is killed, and started again at once. */
    SINK_KILLED,

    /** The sink's process is killed, and started again when much has happened without it. */
    SINK_ABSENT,

    /** The sink's disk fails for a while. */
    SINK_DISK_FAILS,

    /** Deliveries are slow for a while. */
    SINK_SLOW,

    /** The worker's connection to the sink is cut. */
    SINK_CUT,

    /** ... when it has voted, and the worker decides to commit. */
    SINK_CUT_BEFORE_DECISION,

    /** The worker takes a transaction back although the sink has voted for it. */
    ABORTED,

    /** The decision is late. */
    DECISION_HELD,

    WORKER_ROLLED_BACK,

    /** The worker ends, and is started again on its state. */
    WORKER_KILLED,

    /**
     * The source's connection is cut, and what it had sent comes again; the worker rolls back before its next checkpoint.
     * Without that, it processes twice what its last checkpoint does not cover (rule S6).
     */
    SOURCE_CUT
}
