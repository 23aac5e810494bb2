package io.github.camelwallaroo.worker;

/** What a connector hears that dialled while the worker was rolling back, once it has; real workers were seen to do each. */
public enum RecoveryAnswer {

    /** OK, as if nothing had been. */
    OK,

    /** RESTART as the first frame, with the address that was dialled, and the end of the connection. */
    RESTART,

    /** Nothing but the end of the connection. */
    CLOSE
}
