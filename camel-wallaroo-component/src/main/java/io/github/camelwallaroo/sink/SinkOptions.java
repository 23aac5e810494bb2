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
 * @param maxFrameSize   bytes after the length field; a longer frame ends its connection
 * @param maxConnections connections at one time; more are closed at once
 * @param tls            null for plain TCP
 */
public record SinkOptions(
        String name,
        HostPort address,
        Protocol protocol,
        int maxFrameSize,
        int maxConnections,
        SSLContext tls) {

    public static final int DEFAULT_MAX_FRAME_SIZE = 4 * 1024 * 1024;
    public static final int DEFAULT_MAX_CONNECTIONS = 1_000;

    /** The defaults for an address. */
    public static SinkOptions of(String name, HostPort address, Protocol protocol) {
        return new SinkOptions(name, address, protocol, DEFAULT_MAX_FRAME_SIZE, DEFAULT_MAX_CONNECTIONS, null);
    }

    /** The same on another address. */
    public SinkOptions withAddress(HostPort other) {
        return new SinkOptions(name, other, protocol, maxFrameSize, maxConnections, tls);
    }

    /** The same with another limit. */
    public SinkOptions withMaxFrameSize(int bytes) {
        return new SinkOptions(name, address, protocol, bytes, maxConnections, tls);
    }
}
