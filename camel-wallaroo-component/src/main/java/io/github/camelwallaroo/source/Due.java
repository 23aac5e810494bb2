package io.github.camelwallaroo.source;

/** What a stream would send next, had it the credit. */
enum Due {
    NOTHING,
    NOTIFY,
    MESSAGE,
    END
}
