package io.github.camelwallaroo.worker;

import java.time.Instant;

/**
 * One message that could not be processed.
 *
 * @param time      when
 * @param kind      what failed
 * @param where     the name of the computation or, of decoders and encoders, of the connector
 * @param connector the source connector that the message came by
 * @param eventTime the message's event time in milliseconds since the epoch, 0 = none
 * @param cause     why; its text may quote the message
 */
public record WorkerFailure(Instant time, FailureKind kind, String where, String connector, long eventTime,
        Throwable cause) {

    /** In full, the cause's own text included: for tests and debugging, not for logs that must not show user data. */
    @Override
    public String toString() {
        return kind.noun() + " '" + where + "' failed on a message from '" + connector + "'"
                + (eventTime == 0 ? "" : " with event time " + eventTime) + ": " + cause;
    }
}
