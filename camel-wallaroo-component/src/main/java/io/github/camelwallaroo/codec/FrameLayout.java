package io.github.camelwallaroo.codec;

import io.github.camelwallaroo.frame.Frame;
import io.github.camelwallaroo.frame.Protocol;

/** What a decoder must know of a generation: its length field is common to all, what follows is not. */
interface FrameLayout<F extends Frame> {

    /** Bytes of the length field, which does not count itself. */
    int LENGTH_FIELD = Integer.BYTES;

    Protocol protocol();

    /** The smallest value a length field can have. */
    int minimumTotal();

    /**
     * Reads a frame whose bytes are all there.
     *
     * @param offset index of the first byte after the length field
     * @param total  value of the length field, already judged
     */
    F read(byte[] bytes, int offset, int total) throws ProtocolViolationException;
}
