package io.github.camelwallaroo.codec;

import java.io.IOException;

/**
 * A peer sent bytes that its protocol generation does not allow. The connection they came from is beyond repair, since
 * nothing says where the next frame starts; no other connection is touched. The message says what was received, what was
 * expected and what to try; the transport adds whose connection it was. It never holds payload bytes.
 */
public class ProtocolViolationException extends IOException {

    private static final long serialVersionUID = 1L;

    /** A real worker of generation 1 treats the two in different ways. */
    public enum Kind {

        /** The length field is over the limit. A real worker resets the connection without a word. */
        OVER_LIMIT,

        /** The frame is not what its type says. A real worker answers ERROR "Unable to decode message" and closes. */
        UNDECODABLE
    }

    private final Kind kind;

    public ProtocolViolationException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
