package io.github.camelwallaroo.sink;

/** What an operator, or a counter, should hear of. */
enum SinkNote {

    /** A worker was turned away. */
    REFUSED,

    /** A worker sent what its protocol does not allow; its connection is closed. */
    VIOLATION,

    /** A worker says why it closes. */
    WORKER_ERROR,

    /** Output was lost on the way; the worker will send it again, if it is resilient. */
    GAP,

    /** Output of no bytes, which has no place of its own and cannot be told from its repetition. */
    EMPTY_OUTPUT,

    /** We could not promise to keep the output, so the worker rolls back. */
    ABORT_VOTE,

    /** The disk failed, or is full. */
    DISK,

    /** The worker decided about something that is not known here. */
    UNKNOWN_DECISION,

    /** The worker decided against our vote, or otherwise than before. */
    CONTRADICTION,

    /** The worker goes on elsewhere than we are: nothing of it is delivered until somebody helps. */
    MISMATCH,

    /** The worker and we agree again. */
    MATCH,

    /** Nothing was known of the worker, and its position is taken as the beginning. */
    ADOPTED,

    /** A worker with resilience feeds a connector without. */
    PHASE1_WITHOUT_RESILIENCE,

    /** A worker without resilience, it seems, feeds a connector with. */
    NO_PHASE1,

    /** Output that was delivered already came again and is delivered again. */
    REPEATED_OUTPUT,

    /** A worker without resilience lost its connection and will not send again. */
    PLAIN_WORKER_LOST,

    /** Workers left their cluster. */
    WORKERS_LEFT
}
