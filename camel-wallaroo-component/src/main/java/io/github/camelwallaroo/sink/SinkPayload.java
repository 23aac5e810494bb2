package io.github.camelwallaroo.sink;

/** What the application's encoder makes of an output in generation 1; nothing in the bytes says which it is. */
public enum SinkPayload {

    /** An octet encoder: the bytes are the message. */
    OCTETS,

    /** A stream message encoder: event time and key are wrapped around the message and are taken off. */
    STREAM
}
