package io.github.camelwallaroo.source;

/** Where a session stands with its present connection. */
enum SessionState {

    /** There is no connection. */
    DISCONNECTED,

    /** HELLO was sent; the worker's OK may take seconds, and silence is no error (rule S2). */
    GREETING,

    /** Frames flow, as credits allow. */
    STREAMING,

    /** This connection is given up, and its end is waited for; nothing is sent, nothing that comes is heard. */
    CLOSING
}
