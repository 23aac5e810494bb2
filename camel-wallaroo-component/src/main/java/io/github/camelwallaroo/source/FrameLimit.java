package io.github.camelwallaroo.source;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.frame.Protocol;

/** How large a message may be: it travels in one frame, and frames have a limit. */
final class FrameLimit {

    private final String connector;
    private final int maxFrameSize;
    private final int header;
    private final boolean keyApart;

    /** @throws IllegalArgumentException if maxFrameSize has no room for a message */
    FrameLimit(SourceOptions options) {
        this.connector = options.name();
        this.maxFrameSize = options.maxFrameSize();
        this.keyApart = options.protocol() == Protocol.V1;
        // The length field does not count itself.
        this.header = keyApart
                ? ConnectorCodec.MESSAGE_HEADER
                : OneWayCodec.of(options.protocol()).headerLength() - Integer.BYTES;
        if (maxFrameSize < header) {
            throw new IllegalArgumentException("maxFrameSize " + maxFrameSize
                    + " has no room for a message; expected " + header + " or more");
        }
    }

    /** @param key in bytes as it travels beside the payload; 0 if it does not */
    void check(int payload, int key) throws MessageTooLargeException {
        if (key > ConnectorCodec.LONGEST_KEY) {
            throw new MessageTooLargeException("key of " + key + " bytes for connector " + connector
                    + " is over the " + ConnectorCodec.LONGEST_KEY
                    + " bytes that protocol 1 allows; give a shorter one");
        }
        if ((long) payload + key <= maxFrameSize - header) {
            return;
        }
        throw new MessageTooLargeException("message of " + payload + " bytes"
                + (key == 0 ? "" : " with a key of " + key + " bytes") + " for connector " + connector + " is over the "
                + (maxFrameSize - header) + " bytes that maxFrameSize " + maxFrameSize + " allows; "
                + (keyApart
                        ? "send less at a time: a worker cuts the connection for frames over "
                                + ConnectorCodec.WORKER_FRAME_LIMIT + " bytes"
                        : "raise it on both sides, or send less at a time"));
    }

    /** Whether the key travels beside the payload. */
    boolean keyIsApart() {
        return keyApart;
    }
}
