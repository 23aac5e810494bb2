package io.github.camelwallaroo.sink;

import javax.net.ssl.SSLContext;

import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

/**
 * Everything a sink connector can be told, except how it decodes.
 *
 * @param name           the connector's name in the application
 * @param address        where to listen; port 0 = any free one
 * @param protocol       the generation that the workers speak
 * @param maxFrameSize   bytes after the length field. A longer frame ends its connection; in generation 1 the worker would
 *                       send it again for ever, so its connection is left open and not read any more
 * @param maxConnections connections at one time; more are closed at once
 * @param tls            null for plain TCP
 * @param session        what generation 1 needs beyond the rest; null in the others
 */
public record SinkOptions(
        String name,
        HostPort address,
        Protocol protocol,
        int maxFrameSize,
        int maxConnections,
        SSLContext tls,
        SinkSessionOptions session) {

    public static final int DEFAULT_MAX_FRAME_SIZE = 4 * 1024 * 1024;
    /** Of generation 1, where no frame can be refused: memory is taken for what has arrived only. */
    public static final int DEFAULT_MAX_SESSION_FRAME_SIZE = 64 * 1024 * 1024;
    public static final int DEFAULT_MAX_CONNECTIONS = 1_000;

    public SinkOptions {
        if (protocol != Protocol.V1 == (session != null)) {
            throw new IllegalArgumentException("sink connector " + name + " with protocol " + protocol.text() + " and "
                    + (session == null ? "no session options" : "session options")
                    + "; expected them with protocol 1 only");
        }
    }

    /** The defaults for an address. */
    public static SinkOptions of(String name, HostPort address, Protocol protocol) {
        return new SinkOptions(name, address, protocol, defaultMaxFrameSize(protocol), DEFAULT_MAX_CONNECTIONS, null,
                protocol == Protocol.V1 ? SinkSessionOptions.of(name) : null);
    }

    /** @return bytes after the length field */
    public static int defaultMaxFrameSize(Protocol protocol) {
        return protocol == Protocol.V1 ? DEFAULT_MAX_SESSION_FRAME_SIZE : DEFAULT_MAX_FRAME_SIZE;
    }

    /** The same on another address. */
    public SinkOptions withAddress(HostPort other) {
        return new SinkOptions(name, other, protocol, maxFrameSize, maxConnections, tls, session);
    }

    /** The same with another limit. */
    public SinkOptions withMaxFrameSize(int bytes) {
        return new SinkOptions(name, address, protocol, bytes, maxConnections, tls, session);
    }

    /** The same with other options of generation 1. */
    public SinkOptions withSession(SinkSessionOptions other) {
        return new SinkOptions(name, address, protocol, maxFrameSize, maxConnections, tls, other);
    }
}
