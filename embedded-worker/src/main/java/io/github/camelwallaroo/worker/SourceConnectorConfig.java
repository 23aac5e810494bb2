package io.github.camelwallaroo.worker;

import java.util.Objects;

import javax.net.ssl.SSLContext;

import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

/**
 * The worker's half of a source connector: where connectors dial in, and how their payloads are read. Immutable; every
 * method gives a changed copy.
 *
 * <pre>{@code
 * SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed").port(7100).format("float32");
 * }</pre>
 *
 * @param name         unique in the application
 * @param host         where to listen; 127.0.0.1 unless said otherwise, so that only this machine is served
 * @param port         0 to 65535; 0 = any free one, see {@link EmbeddedWorker#sourcePort}
 * @param protocol     the generation that the connectors speak; 0.6 unless said otherwise
 * @param decoder      makes messages from payloads; a payload decoded to null is passed over. As is, unless said otherwise
 * @param maxFrameSize bytes after the length field; a longer frame ends its connection
 * @param tls          null for plain TCP, as real workers speak it
 */
public record SourceConnectorConfig(String name, String host, int port, Protocol protocol, Decoder decoder,
        int maxFrameSize, SSLContext tls) {

    /** Bytes after the length field where nothing is said. */
    public static final int DEFAULT_MAX_FRAME_SIZE = 4 * 1024 * 1024;

    public SourceConnectorConfig {
        ConnectorNames.check(name, "source");
        // Whoever uses these checks them, with texts for people.
        new HostPort(host, port);
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(decoder, "decoder");
        OneWayCodec.of(protocol).newDecoder(maxFrameSize);
    }

    /** A source on any free port, for this machine only, generation 0.6, whose messages are byte arrays. */
    public static SourceConnectorConfig named(String name) {
        return new SourceConnectorConfig(name, ConnectorDescription.DEFAULT_HOST, 0,
                ConnectorDescription.DEFAULT_PROTOCOL, Format.of(ConnectorDescription.DEFAULT_FORMAT),
                DEFAULT_MAX_FRAME_SIZE, null);
    }

    /**
     * A source as an application's description has it: {@code of(description.connector("celsius_feed", Direction.SOURCE))}.
     *
     * @throws IllegalArgumentException if it is a sink, or if its format is a bean, which only a registry knows: use
     *                                  {@link #of(ConnectorDescription, Decoder)}
     */
    public static SourceConnectorConfig of(ConnectorDescription description) {
        return of(description, ConnectorNames.format(description));
    }

    /** As {@link #of(ConnectorDescription)}, with a decoder instead of the format that the description names. */
    public static SourceConnectorConfig of(ConnectorDescription description, Decoder decoder) {
        ConnectorNames.checkDirection(description, Direction.SOURCE);
        return new SourceConnectorConfig(description.name(), description.host(), description.port(),
                description.protocol(), decoder, description.maxFrameSize().orElse(DEFAULT_MAX_FRAME_SIZE), null);
    }

    public SourceConnectorConfig host(String other) {
        return new SourceConnectorConfig(name, other, port, protocol, decoder, maxFrameSize, tls);
    }

    public SourceConnectorConfig port(int other) {
        return new SourceConnectorConfig(name, host, other, protocol, decoder, maxFrameSize, tls);
    }

    public SourceConnectorConfig protocol(Protocol other) {
        return new SourceConnectorConfig(name, host, port, other, decoder, maxFrameSize, tls);
    }

    /** Payloads of a {@linkplain Format named format}. */
    public SourceConnectorConfig format(String formatName) {
        return decoder(Format.of(formatName));
    }

    public SourceConnectorConfig decoder(Decoder other) {
        return new SourceConnectorConfig(name, host, port, protocol, other, maxFrameSize, tls);
    }

    public SourceConnectorConfig maxFrameSize(int bytes) {
        return new SourceConnectorConfig(name, host, port, protocol, decoder, bytes, tls);
    }

    /** TLS instead of plain TCP; null turns it off. Real workers speak plain TCP only. */
    public SourceConnectorConfig tls(SSLContext context) {
        return new SourceConnectorConfig(name, host, port, protocol, decoder, maxFrameSize, context);
    }
}
