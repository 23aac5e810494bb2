package io.github.camelwallaroo.frame;

import java.util.Objects;

/**
 * ERROR: the peer gives a reason and closes.
 *
 * @param reason as the peer wrote it; a worker's "bad cookie" quotes the right cookie, so it is not to be logged unmasked
 */
public record ProtocolError(String reason) implements ConnectorFrame {

    public ProtocolError {
        Objects.requireNonNull(reason, "reason");
    }

    @Override
    public FrameType type() {
        return FrameType.ERROR;
    }

    /** Its length only: a worker's reason may quote the cookie. */
    @Override
    public String toString() {
        return "ProtocolError[reason of " + reason.length() + " characters]";
    }
}
