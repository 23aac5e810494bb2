package io.github.camelwallaroo.sink;

/** What happens when a message of a resilient worker could not be processed, and whoever processes it has given up. */
public enum OnFailure {

    /**
     * The delivery of this worker's output stands still at the message, health is down and says where and why, and the
     * message is tried again every {@code retryDelay}. Other workers' output goes on, and so do votes.
     */
    STOP,

    /** The failure is counted and logged, and delivery goes on behind the message, which is not tried again. */
    CONTINUE
}
