package io.github.camelwallaroo.transport;

/** Where an {@link OutboundLink} stands. */
public enum LinkState {
    /** Dialling, or waiting for the next attempt. */
    CONNECTING,
    CONNECTED,
    /** The limit of attempts is reached; a restart of the route or worker is needed. */
    GAVE_UP,
    CLOSED
}
