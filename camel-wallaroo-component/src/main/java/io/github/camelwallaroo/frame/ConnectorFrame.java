package io.github.camelwallaroo.frame;

/**
 * A frame of generation 1, the connector protocol: {@code u8 type, body} after the big-endian length field. Strings are
 * {@code u16be length} and UTF-8.
 */
public sealed interface ConnectorFrame extends Frame
        permits Hello, Ok, ProtocolError, Notify, NotifyAck, Message, Ack, Restart, EndOfStream, WorkersLeft {

    FrameType type();
}
