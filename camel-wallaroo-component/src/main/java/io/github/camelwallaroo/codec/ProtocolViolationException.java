package io.github.camelwallaroo.codec;

import java.io.IOException;

/**
 * A peer sent bytes that its protocol generation does not allow. The connection they came from is beyond repair, since
 * nothing says where the next frame starts; no other connection is touched. The message says what was received, what was
 * expected and what to try; the transport adds whose connection it was. It never holds payload bytes.
 */
public class ProtocolViolationException extends IOException {

    private static final long serialVersionUID = 1L;

    public ProtocolViolationException(String message) {
        super(message);
    }
}
