package io.github.camelwallaroo.worker;

import java.util.Objects;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

/**
 * The worker's half of a source connector: where connectors dial in, and how their payloads are read. Immutable; every
 * method with a parameter gives a changed copy.
 *
 * <pre>{@code
 * SourceConnectorConfig feed = SourceConnectorConfig.named("celsius_feed").port(7100).format("float32");
 * SourceConnectorConfig orders = SourceConnectorConfig.named("orders").protocol(Protocol.V1).cookie(cookie).credits(1000, 500);
 * }</pre>
 */
public final class SourceConnectorConfig implements Cloneable {

    /** Bytes after the length field where nothing is said, in generations 0.5 and 0.6. */
    public static final int DEFAULT_MAX_FRAME_SIZE = 4 * 1024 * 1024;

    /** Credits of a connector of generation 1 where nothing is said. */
    public static final int DEFAULT_MAX_CREDITS = 100;

    /** The credits at which a connector is given more, where nothing is said. */
    public static final int DEFAULT_REFILL_CREDITS = 50;

    /** Connections that a source of generation 1 serves at one time, where nothing is said. */
    public static final int DEFAULT_SERVED_CONNECTIONS = 10;

    private final String name;
    private String host = ConnectorDescription.DEFAULT_HOST;
    private int port;
    private Protocol protocol = ConnectorDescription.DEFAULT_PROTOCOL;
    private Decoder decoder = Format.of(ConnectorDescription.DEFAULT_FORMAT);
    /** 0 = the generation's default. */
    private int maxFrameSize;
    private SSLContext tls;
    private String cookie = "";
    private int maxCredits = DEFAULT_MAX_CREDITS;
    private int refillCredits = DEFAULT_REFILL_CREDITS;
    private int servedConnections = DEFAULT_SERVED_CONNECTIONS;

    private SourceConnectorConfig(String name) {
        ConnectorNames.check(name, "source");
        this.name = name;
    }

    /** A source on any free port, for this machine only, generation 0.6, whose messages are byte arrays. */
    public static SourceConnectorConfig named(String name) {
        return new SourceConnectorConfig(name);
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
        SourceConnectorConfig described = named(description.name())
                .host(description.host())
                .port(description.port())
                .protocol(description.protocol())
                .decoder(decoder)
                .cookie(description.cookie().orElse(""));
        return description.maxFrameSize().isPresent()
                ? described.maxFrameSize(description.maxFrameSize().getAsInt())
                : described;
    }

    private SourceConnectorConfig changed(Consumer<SourceConnectorConfig> change) {
        try {
            SourceConnectorConfig copy = (SourceConnectorConfig) clone();
            change.accept(copy);
            copy.check();
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whoever uses these checks them, with texts for people. */
    private void check() {
        new HostPort(host, port);
        if (protocol == Protocol.V1) {
            ConnectorCodec.newDecoder(maxFrameSize(), Leniency.LENIENT);
        } else {
            OneWayCodec.of(protocol).newDecoder(maxFrameSize());
        }
    }

    /** Unique in the application. */
    public String name() {
        return name;
    }

    public String host() {
        return host;
    }

    /** Where to listen. Default: 127.0.0.1, so that only this machine is served. */
    public SourceConnectorConfig host(String other) {
        return changed(copy -> copy.host = other);
    }

    public int port() {
        return port;
    }

    /**
     * The port to listen on, of the first worker where there are several; each further one takes the next number. Default:
     * 0, any free one, see {@link EmbeddedWorker#sourcePort}.
     */
    public SourceConnectorConfig port(int other) {
        return changed(copy -> copy.port = other);
    }

    public Protocol protocol() {
        return protocol;
    }

    /** The generation that the connectors speak. Default: 0.6. */
    public SourceConnectorConfig protocol(Protocol other) {
        Objects.requireNonNull(other, "protocol");
        return changed(copy -> copy.protocol = other);
    }

    public Decoder decoder() {
        return decoder;
    }

    /** Payloads of a {@linkplain Format named format}. */
    public SourceConnectorConfig format(String formatName) {
        return decoder(Format.of(formatName));
    }

    /** What makes messages from payloads; a payload decoded to null is passed over. Default: they stay byte arrays. */
    public SourceConnectorConfig decoder(Decoder other) {
        Objects.requireNonNull(other, "decoder");
        return changed(copy -> copy.decoder = other);
    }

    public int maxFrameSize() {
        if (maxFrameSize > 0) {
            return maxFrameSize;
        }
        return protocol == Protocol.V1 ? ConnectorCodec.WORKER_FRAME_LIMIT : DEFAULT_MAX_FRAME_SIZE;
    }

    /**
     * Bytes after the length field; a longer frame ends its connection. Default: 4 MiB, and 16 KiB in generation 1, where
     * real workers have no other limit.
     */
    public SourceConnectorConfig maxFrameSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxFrameSize of source '" + name + "' is " + bytes
                    + "; expected 1 or more bytes");
        }
        return changed(copy -> copy.maxFrameSize = bytes);
    }

    /** Null for plain TCP. */
    public SSLContext tls() {
        return tls;
    }

    /** TLS instead of plain TCP; null turns it off. Real workers speak plain TCP only. */
    public SourceConnectorConfig tls(SSLContext context) {
        return changed(copy -> copy.tls = context);
    }

    String cookie() {
        return cookie;
    }

    /** What connectors of generation 1 have to say in their HELLO; it is never logged. Default: empty. */
    public SourceConnectorConfig cookie(String secret) {
        Objects.requireNonNull(secret, "cookie");
        return changed(copy -> copy.cookie = secret);
    }

    public int maxCredits() {
        return maxCredits;
    }

    public int refillCredits() {
        return refillCredits;
    }

    /**
     * Frames that a connector of generation 1 may send before it is granted more. Default: 100, filled up at 50.
     *
     * @param max    what a connection begins with, and is filled up to; 1 or more
     * @param refill the count at which that happens; 0 to {@code max}
     */
    public SourceConnectorConfig credits(int max, int refill) {
        if (max < 1 || refill < 0 || refill > max) {
            throw new IllegalArgumentException("credits of source '" + name + "' are " + max + ", filled up at "
                    + refill + "; expected 1 or more, filled up at 0 to that number");
        }
        return changed(copy -> {
            copy.maxCredits = max;
            copy.refillCredits = refill;
        });
    }

    public int servedConnections() {
        return servedConnections;
    }

    /**
     * Connections of generation 1 that are served at one time, on each worker; those beyond wait in silence until one
     * leaves, as with a real worker, which serves 10. Default: 10.
     */
    public SourceConnectorConfig servedConnections(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("servedConnections of source '" + name + "' is " + connections
                    + "; expected 1 or more");
        }
        return changed(copy -> copy.servedConnections = connections);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SourceConnectorConfig that
                && name.equals(that.name)
                && host.equals(that.host)
                && port == that.port
                && protocol == that.protocol
                && decoder.equals(that.decoder)
                && maxFrameSize() == that.maxFrameSize()
                && Objects.equals(tls, that.tls)
                && cookie.equals(that.cookie)
                && maxCredits == that.maxCredits
                && refillCredits == that.refillCredits
                && servedConnections == that.servedConnections;
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, host, port, protocol, decoder, maxFrameSize(), tls, cookie, maxCredits, refillCredits,
                servedConnections);
    }

    /** Everything but the cookie. */
    @Override
    public String toString() {
        return "SourceConnectorConfig[name=" + name + ", host=" + host + ", port=" + port + ", protocol="
                + protocol.text() + ", maxFrameSize=" + maxFrameSize() + (tls == null ? "" : ", with TLS")
                + (protocol == Protocol.V1
                        ? ", cookie=xxxxxx, credits=" + maxCredits + "/" + refillCredits + ", servedConnections="
                                + servedConnections
                        : "")
                + "]";
    }
}
