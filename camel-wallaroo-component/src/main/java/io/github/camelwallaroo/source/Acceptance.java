package io.github.camelwallaroo.source;

/** What became of a message that a stream did not refuse. */
enum Acceptance {

    /** It is held, and sent when its turn comes; its completion runs later. */
    ACCEPTED,

    /** The same message is held already, and not sent twice; the completion runs with the one that is held. */
    JOINED,

    /** The worker has it safe, or it was completed already: its completion is not kept, the caller is done. */
    COVERED
}
