package io.github.camelwallaroo.codec;

/** What a decoder of generation 1 does with frames that say more, or less, than they should. */
public enum Leniency {

    /** A frame is exactly its fields: bytes after them, a length of 0 and malformed UTF-8 are violations. */
    STRICT,

    /**
     * As a real worker: bytes after the last field are ignored; a frame of length 0 is swallowed, and whatever arrives next,
     * however much it is, is taken as one frame without a length field; malformed UTF-8 is replaced. A frame shorter than its
     * fields and an unknown type are violations all the same.
     */
    LENIENT
}
