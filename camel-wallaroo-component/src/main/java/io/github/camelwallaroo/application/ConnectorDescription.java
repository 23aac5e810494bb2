package io.github.camelwallaroo.application;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelwallaroo.frame.Protocol;

/**
 * What an application says about one of its connectors. Endpoint options win over it.
 *
 * @param name         unique in the application
 * @param direction    into the worker or out of it
 * @param host         source: where the worker listens; sink: the address to listen on
 * @param port         TCP port of that address, 0 to 65535; 0 (any free one) is for descriptions made in Java
 * @param protocol     the generation that the worker speaks
 * @param format       a name of {@link io.github.camelwallaroo.convert.Format}, or {@code #bean}
 * @param verify       whether encoded payloads must pass the decoder before they are sent; empty for the format's default
 * @param cookie       the worker's cookie; never shown
 * @param maxFrameSize largest frame in bytes; empty for the component's default
 * @param resilience   generation 1: whether the worker was built with resilience; empty if nothing is said, which means no
 * @param payload      sinks of generation 1: what the application's encoder makes, {@code octets} or {@code stream}; empty if
 *                     nothing is said, which means octets
 */
public record ConnectorDescription(String name, Direction direction, String host, int port, Protocol protocol,
        String format, Optional<Boolean> verify, Optional<String> cookie, OptionalInt maxFrameSize,
        Optional<Boolean> resilience, Optional<String> payload) {

    /** The host where none is said: this machine only. */
    public static final String DEFAULT_HOST = "127.0.0.1";

    /** The protocol where none is said: that of the last released Wallaroo. */
    public static final Protocol DEFAULT_PROTOCOL = Protocol.V0_6;

    /** The format where none is said. */
    public static final String DEFAULT_FORMAT = "bytes";

    /** An encoder whose bytes are the message. */
    public static final String OCTETS = "octets";

    /** An encoder that wraps event time and key around the message. */
    public static final String STREAM = "stream";

    public ConnectorDescription {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(format, "format");
        Objects.requireNonNull(verify, "verify");
        Objects.requireNonNull(cookie, "cookie");
        Objects.requireNonNull(maxFrameSize, "maxFrameSize");
        Objects.requireNonNull(resilience, "resilience");
        Objects.requireNonNull(payload, "payload");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "port of connector '" + name + "' is " + port + "; expected 0 to 65535, 0 for any free one");
        }
    }

    /** A connector of which nothing is said about resilience and payload. */
    public ConnectorDescription(String name, Direction direction, String host, int port, Protocol protocol,
            String format, Optional<Boolean> verify, Optional<String> cookie, OptionalInt maxFrameSize) {
        this(name, direction, host, port, protocol, format, verify, cookie, maxFrameSize, Optional.empty(),
                Optional.empty());
    }

    /** The same at another host. */
    public ConnectorDescription withHost(String other) {
        return new ConnectorDescription(name, direction, other, port, protocol, format, verify, cookie, maxFrameSize,
                resilience, payload);
    }

    /** Everything but the cookie. */
    @Override
    public String toString() {
        return "ConnectorDescription[name=" + name + ", direction=" + direction.text() + ", host=" + host + ", port="
                + port
                + ", protocol=" + protocol.text() + ", format=" + format
                + verify.map(on -> ", verify=" + on).orElse("")
                + (cookie.isPresent() ? ", cookie=xxxxxx" : "")
                + (maxFrameSize.isPresent() ? ", maxFrameSize=" + maxFrameSize.getAsInt() : "")
                + resilience.map(on -> ", resilience=" + on).orElse("")
                + payload.map(kind -> ", payload=" + kind).orElse("") + "]";
    }
}
