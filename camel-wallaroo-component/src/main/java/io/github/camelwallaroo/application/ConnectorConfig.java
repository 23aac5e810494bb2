package io.github.camelwallaroo.application;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

import javax.net.ssl.SSLContext;

import io.github.camelwallaroo.codec.ConnectorCodec;
import io.github.camelwallaroo.codec.Leniency;
import io.github.camelwallaroo.codec.OneWayCodec;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.ModuleCodec;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.transport.HostPort;

/**
 * A connector as an application in Java describes it: once, for the worker and for the connector. Immutable; every method
 * with a parameter gives a changed copy.
 *
 * @param <C> the kind of connector
 */
public abstract sealed class ConnectorConfig<C extends ConnectorConfig<C>> implements Cloneable
        permits SourceConnectorConfig, SinkConnectorConfig {

    /** Bytes after the length field where nothing is said, in generations 0.5 and 0.6. */
    public static final int DEFAULT_MAX_FRAME_SIZE = 4 * 1024 * 1024;

    private final String name;
    private final Direction direction;
    private String host = ConnectorDescription.DEFAULT_HOST;
    private int port;
    private Protocol protocol = ConnectorDescription.DEFAULT_PROTOCOL;
    private String format = ConnectorDescription.DEFAULT_FORMAT;
    /** Null for the format's. */
    private Encoder encoder;
    /** Null for the format's. */
    private Decoder decoder;
    /** 0 = the generation's default. */
    private int maxFrameSize;
    private SSLContext tls;
    private String cookie = "";
    private Boolean resilience;

    ConnectorConfig(String name, Direction direction) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a " + direction.text()
                    + " connector has no name; expected one such as celsius_feed, which log lines and ports go by");
        }
        this.name = name;
        this.direction = direction;
    }

    final C changed(Consumer<C> change) {
        try {
            @SuppressWarnings("unchecked")
            C copy = (C) clone();
            change.accept(copy);
            copy.as().check();
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
    public final String name() {
        return name;
    }

    public final Direction direction() {
        return direction;
    }

    public final String host() {
        return host;
    }

    /** Who listens there: of a source the worker, of a sink the connector. Default: 127.0.0.1, so that only this machine is served. */
    public final C host(String other) {
        return changed(copy -> copy.as().host = other);
    }

    public final int port() {
        return port;
    }

    /**
     * The port of that address, of the first worker where there are several; a further worker's source takes the next number.
     * Default: 0, any free one, which serves as long as worker and connectors are in one JVM.
     */
    public final C port(int other) {
        return changed(copy -> copy.as().port = other);
    }

    public final Protocol protocol() {
        return protocol;
    }

    /** The generation that worker and connector speak. Default: 0.6. */
    public final C protocol(Protocol other) {
        Objects.requireNonNull(other, "protocol");
        return changed(copy -> copy.as().protocol = other);
    }

    /** Payloads of a {@linkplain Format named format}, in place of functions that were given before. Default: bytes. */
    public final C format(String formatName) {
        Format.of(formatName);
        return changed(copy -> {
            copy.as().format = formatName;
            copy.as().encoder = null;
            copy.as().decoder = null;
        });
    }

    /** Makes payloads: of a source in the connector, of a sink in the worker. */
    public Encoder encoder() {
        return encoder == null ? Format.of(format) : encoder;
    }

    /** What makes payloads. Default: the format. */
    public final C encoder(Encoder other) {
        Objects.requireNonNull(other, "encoder");
        return changed(copy -> copy.as().encoder = other);
    }

    /** Reads payloads: of a source in the worker, of a sink in the connector. */
    public final Decoder decoder() {
        return decoder == null ? Format.of(format) : decoder;
    }

    /** What reads payloads; in a worker a payload decoded to null is passed over. Default: the format. */
    public final C decoder(Decoder other) {
        Objects.requireNonNull(other, "decoder");
        return changed(copy -> copy.as().decoder = other);
    }

    public int maxFrameSize() {
        return maxFrameSize > 0 ? maxFrameSize : DEFAULT_MAX_FRAME_SIZE;
    }

    /** Bytes after the length field; of a source a longer frame ends its connection, of a sink such an output fails alone. */
    public final C maxFrameSize(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxFrameSize of " + direction.text() + " '" + name + "' is " + bytes
                    + "; expected 1 or more bytes");
        }
        return changed(copy -> copy.as().maxFrameSize = bytes);
    }

    /** Null for plain TCP. */
    public final SSLContext tls() {
        return tls;
    }

    /** In the embedded worker: TLS instead of plain TCP; null turns it off. Real workers speak plain TCP only. */
    public final C tls(SSLContext context) {
        return changed(copy -> copy.as().tls = context);
    }

    /** A secret, which no text shows; empty for none. */
    public final String cookie() {
        return cookie;
    }

    /** Generation 1: what a source says in its HELLO and a worker to a sink; it is never logged. Default: empty. */
    public final C cookie(String secret) {
        Objects.requireNonNull(secret, "cookie");
        return changed(copy -> copy.as().cookie = secret);
    }

    /** Generation 1: whether the worker is built with resilience. Default: not. */
    public final C resilience(boolean on) {
        return changed(copy -> copy.as().resilience = on);
    }

    /** What the connector needs to know of it. */
    abstract ConnectorDescription description();

    final ConnectorDescription description(Optional<Boolean> verify, Optional<String> payload,
            Optional<ConnectorDescription.Credits> credits) {
        return new ConnectorDescription(name, direction, host, port, protocol, format, verify,
                Optional.of(cookie).filter(secret -> !secret.isEmpty()),
                maxFrameSize > 0 ? OptionalInt.of(maxFrameSize) : OptionalInt.empty(),
                Optional.ofNullable(resilience), payload, credits, functions());
    }

    private Optional<ModuleCodec> functions() {
        if (encoder == null && decoder == null) {
            return Optional.empty();
        }
        String text = encoder != null && decoder != null
                ? "functions encoder, decoder"
                : "function " + (encoder != null ? "encoder, decoder " : "decoder, encoder ") + format;
        return Optional.of(ModuleCodec.of(text, encoder == null ? Format.of(format) : encoder, decoder()));
    }

    /** As a description has it, but for functions of another process. */
    final C describedBy(ConnectorDescription description) {
        return changed(copy -> {
            ConnectorConfig<?> config = copy.as();
            config.host = description.host();
            config.port = description.port();
            config.protocol = description.protocol();
            config.cookie = description.cookie().orElse("");
            config.maxFrameSize = description.maxFrameSize().orElse(0);
            config.resilience = description.resilience().orElse(null);
            if (!description.format().startsWith("#")) {
                config.format = description.format();
            }
            if (description.codec().orElse(null) instanceof ModuleCodec.LocalCodec local) {
                config.encoder = local.encoder().orElse(null);
                config.decoder = local.decoder().orElse(null);
            }
        });
    }

    /** @throws IllegalArgumentException if the description goes the other way */
    static void checkDirection(ConnectorDescription description, Direction expected) {
        if (description.direction() != expected) {
            throw new IllegalArgumentException("connector '" + description.name() + "' is a "
                    + description.direction().text() + "; expected a " + expected.text());
        }
    }

    /** @throws IllegalArgumentException if only somebody else can convert what the description says */
    static void checkConversion(ConnectorDescription description) {
        boolean elsewhere = description.codec().filter(codec -> !(codec instanceof ModuleCodec.LocalCodec)).isPresent();
        if (elsewhere || description.format().startsWith("#")) {
            String what = elsewhere
                    ? description.conversion() + " of connector '" + description.name()
                            + "' are no Java functions, which the embedded worker could call"
                    : "format '" + description.format() + "' of connector '" + description.name()
                            + "' is a bean, which the embedded worker cannot look up";
            throw new IllegalArgumentException(what + "; expected one of " + Format.names()
                    + ", or of(description, ...) with the encoder or decoder itself");
        }
    }

    /** Private fields are not seen through a type variable. */
    final ConnectorConfig<C> as() {
        return this;
    }

    /** Everything that distinguishes it. */
    List<Object> values() {
        return Arrays.asList(name, direction, host, port, protocol, format, encoder, decoder, maxFrameSize(), tls,
                cookie,
                resilience);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof ConnectorConfig<?> that && values().equals(that.values());
    }

    @Override
    public final int hashCode() {
        return values().hashCode();
    }

    /** Everything but the cookie. */
    @Override
    public String toString() {
        return getClass().getSimpleName() + "[" + name + ", " + host + ":" + port + ", protocol " + protocol.text()
                + ", " + functions().map(ModuleCodec::text).orElse("format=" + format) + ", maxFrameSize="
                + maxFrameSize() + (tls == null ? "" : ", TLS") + (protocol == Protocol.V1 ? ", cookie=xxxxxx" : "")
                + "]";
    }
}
