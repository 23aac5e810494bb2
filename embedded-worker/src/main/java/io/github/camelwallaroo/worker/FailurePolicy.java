package io.github.camelwallaroo.worker;

/** What becomes of the worker when a payload cannot be decoded, a computation fails, or an output cannot be encoded. */
public enum FailurePolicy {

    /** The message is counted, logged once per interval and dropped; all others go on. */
    DROP,

    /** The worker stops in order, with the failure as its {@linkplain EmbeddedWorker#stopReason() reason}. */
    STOP
}
