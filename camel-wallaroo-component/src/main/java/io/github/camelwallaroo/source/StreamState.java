package io.github.camelwallaroo.source;

/** Where a stream stands in its life, which outlasts connections. */
enum StreamState {

    /** Not known to the present connection, or there is none: NOTIFY is due. */
    UNOPENED,

    /** NOTIFY was sent; nothing of the stream may be sent before its answer (rule S4). */
    NOTIFYING,

    /** The worker said no; NOTIFY is due again after a while. */
    REFUSED,

    /** Messages flow. */
    OPEN,

    /** EOS was sent; the final acknowledgement is waited for (rule S10). */
    ENDING,

    /** Over; the name may be opened again as a new stream. */
    ENDED,

    /** The worker lacks what it had acknowledged; whether the source can give it again is being asked. */
    REWIND_ASKED,

    /** The source said yes, and has not yet said that it is done. */
    REWINDING,

    /** Needs a person. */
    STOPPED;

    /** Whether it holds for one connection only, and the next one begins with {@link #UNOPENED}. */
    boolean isOfOneConnection() {
        return this == NOTIFYING || this == REFUSED || this == OPEN || this == ENDING;
    }
}
