package io.github.camelwallaroo.codec;

import io.github.camelwallaroo.frame.Frame;
import io.github.camelwallaroo.frame.Protocol;

/** What a decoder must know of a generation: all have a length field of four bytes, but not in the same byte order. */
interface FrameLayout<F extends Frame> {

    /** Bytes of the length field, which does not count itself. */
    int LENGTH_FIELD = Integer.BYTES;

    Protocol protocol();

    /** The smallest value a length field can have. */
    int minimumTotal();

    /** Value of the length field at this index. */
    long totalAt(byte[] bytes, int offset);

    /** Whether a length of 0 is no violation, but makes all that arrives next one frame without a length field. */
    default boolean swallowsEmptyFrames() {
        return false;
    }

    /**
     * Reads a frame whose bytes are all there.
     *
     * @param offset index of the first byte after the length field
     * @param total  value of the length field, already judged
     */
    F read(byte[] bytes, int offset, int total) throws ProtocolViolationException;
}
