package io.github.camelwallaroo.worker;

import java.util.Objects;

import javax.net.ssl.SSLContext;

import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

/**
 * The worker's half of a sink connector: where the connector listens, and how outputs are written for it. Immutable; every
 * method gives a changed copy.
 *
 * <pre>{@code
 * SinkConnectorConfig conversion = SinkConnectorConfig.named("fahrenheit_conversion").port(7200).format("text");
 * }</pre>
 *
 * @param name         unique in the application
 * @param host         where the connector listens; 127.0.0.1 unless said otherwise
 * @param port         0 to 65535; 0 = the worker chooses a free one at its start, for the connector to listen on, see
 *                     {@link EmbeddedWorker#sinkPort}
 * @param protocol     the generation that the connector speaks; 0.6 unless said otherwise
 * @param encoder      makes payloads from outputs; gets the key of the pipeline's last {@code keyBy} as well
 * @param maxFrameSize bytes after the length field that the connector accepts; an output that needs more fails alone
 * @param tls          null for plain TCP, as real workers speak it
 * @param cookie       generation 1: what the worker shows to the connector, often empty; a secret, which no text shows
 */
public record SinkConnectorConfig(String name, String host, int port, Protocol protocol, Encoder encoder,
        int maxFrameSize, SSLContext tls, String cookie) {

    /** Bytes after the length field where nothing is said. */
    public static final int DEFAULT_MAX_FRAME_SIZE = SourceConnectorConfig.DEFAULT_MAX_FRAME_SIZE;

    public SinkConnectorConfig {
        ConnectorNames.check(name, "sink");
        new HostPort(host, port);
        Objects.requireNonNull(protocol, "protocol");
        Objects.requireNonNull(encoder, "encoder");
        Objects.requireNonNull(cookie, "cookie");
        if (protocol == Protocol.V1) {
            ConnectorCodec.newDecoder(maxFrameSize, Leniency.STRICT);
        } else {
            OneWayCodec.of(protocol).newDecoder(maxFrameSize);
        }
    }

    /** A sink on this machine, generation 0.6, whose outputs are byte arrays or text. */
    public static SinkConnectorConfig named(String name) {
        return new SinkConnectorConfig(name, ConnectorDescription.DEFAULT_HOST, 0,
                ConnectorDescription.DEFAULT_PROTOCOL, Format.of(ConnectorDescription.DEFAULT_FORMAT),
                DEFAULT_MAX_FRAME_SIZE, null, "");
    }

    /**
     * A sink as an application's description has it. A connector that listens on every address is dialled on loopback.
     *
     * @throws IllegalArgumentException if it is a source, or if its format is a bean, which only a registry knows: use
     *                                  {@link #of(ConnectorDescription, Encoder)}
     */
    public static SinkConnectorConfig of(ConnectorDescription description) {
        return of(description, ConnectorNames.format(description));
    }

    /** As {@link #of(ConnectorDescription)}, with an encoder instead of the format that the description names. */
    public static SinkConnectorConfig of(ConnectorDescription description, Encoder encoder) {
        ConnectorNames.checkDirection(description, Direction.SINK);
        SinkConnectorConfig described = new SinkConnectorConfig(description.name(),
                ConnectorNames.dialled(description.host()), description.port(), description.protocol(), encoder,
                description.maxFrameSize().orElse(DEFAULT_MAX_FRAME_SIZE), null, description.cookie().orElse(""));
        return description.payload().filter("stream"::equals).isPresent() ? described.streamPayloads() : described;
    }

    public SinkConnectorConfig host(String other) {
        return new SinkConnectorConfig(name, other, port, protocol, encoder, maxFrameSize, tls, cookie);
    }

    public SinkConnectorConfig port(int other) {
        return new SinkConnectorConfig(name, host, other, protocol, encoder, maxFrameSize, tls, cookie);
    }

    public SinkConnectorConfig protocol(Protocol other) {
        return new SinkConnectorConfig(name, host, port, other, encoder, maxFrameSize, tls, cookie);
    }

    /** Payloads of a {@linkplain Format named format}. */
    public SinkConnectorConfig format(String formatName) {
        return encoder(Format.of(formatName));
    }

    public SinkConnectorConfig encoder(Encoder other) {
        return new SinkConnectorConfig(name, host, port, protocol, other, maxFrameSize, tls, cookie);
    }

    /**
     * Generation 1: payloads are put into stream messages, {@code u32be length, i64be eventTime, u32be keyLength, key, payload},
     * with the pipeline's key and event time 0; the connector takes them with {@code payload=stream}. It wraps the encoder that is
     * set at the moment.
     */
    public SinkConnectorConfig streamPayloads() {
        return encoder(new StreamPayloadEncoder(encoder));
    }

    public SinkConnectorConfig maxFrameSize(int bytes) {
        return new SinkConnectorConfig(name, host, port, protocol, encoder, bytes, tls, cookie);
    }

    /** What a connector of generation 1 wants to be shown. Empty by default. */
    public SinkConnectorConfig cookie(String secret) {
        return new SinkConnectorConfig(name, host, port, protocol, encoder, maxFrameSize, tls, secret);
    }

    /** TLS instead of plain TCP; null turns it off. Real workers speak plain TCP only. */
    public SinkConnectorConfig tls(SSLContext context) {
        return new SinkConnectorConfig(name, host, port, protocol, encoder, maxFrameSize, context, cookie);
    }

    /** Everything but the cookie. */
    @Override
    public String toString() {
        return "SinkConnectorConfig[" + name + ", " + host + ":" + port + ", protocol " + protocol.text() + ", encoder="
                + encoder + ", maxFrameSize=" + maxFrameSize + (tls == null ? "" : ", TLS")
                + (protocol == Protocol.V1 ? ", cookie=xxxxxx" : "") + "]";
    }
}
