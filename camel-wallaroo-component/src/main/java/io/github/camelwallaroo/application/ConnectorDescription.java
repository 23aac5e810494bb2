package io.github.camelwallaroo.application;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelwallaroo.convert.CodecHandle;
import io.github.camelwallaroo.convert.Decoder;
import io.github.camelwallaroo.convert.Encoder;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.convert.ModuleCodec;
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
 * @param credits      sources of generation 1: frames that the worker grants; empty if nothing is said
 * @param codec        the functions of an application module that convert in place of {@code format}
 */
public record ConnectorDescription(String name, Direction direction, String host, int port, Protocol protocol,
        String format, Optional<Boolean> verify, Optional<String> cookie, OptionalInt maxFrameSize,
        Optional<Boolean> resilience, Optional<String> payload, Optional<Credits> credits,
        Optional<ModuleCodec> codec) {

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

    /**
     * Frames that a worker lets a connector send.
     *
     * @param max    what a connection begins with, and is filled up to; 1 or more
     * @param refill the count at which that happens; 0 to {@code max}
     */
    public record Credits(int max, int refill) {

        public Credits {
            if (max < 1 || refill < 0 || refill > max) {
                throw new IllegalArgumentException("credits are " + max + ", filled up at " + refill
                        + "; expected 1 or more, filled up at 0 to that number");
            }
        }
    }

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
        Objects.requireNonNull(credits, "credits");
        Objects.requireNonNull(codec, "codec");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    "port of connector '" + name + "' is " + port + "; expected 0 to 65535, 0 for any free one");
        }
    }

    /** A connector without credits, whose payloads have a format. */
    public ConnectorDescription(String name, Direction direction, String host, int port, Protocol protocol,
            String format, Optional<Boolean> verify, Optional<String> cookie, OptionalInt maxFrameSize,
            Optional<Boolean> resilience, Optional<String> payload) {
        this(name, direction, host, port, protocol, format, verify, cookie, maxFrameSize, resilience, payload,
                Optional.empty(), Optional.empty());
    }

    /** A connector of which nothing is said about resilience and payload. */
    public ConnectorDescription(String name, Direction direction, String host, int port, Protocol protocol,
            String format, Optional<Boolean> verify, Optional<String> cookie, OptionalInt maxFrameSize) {
        this(name, direction, host, port, protocol, format, verify, cookie, maxFrameSize, Optional.empty(),
                Optional.empty());
    }

    /** What a description says about conversion: {@code format=float32}, or which functions convert. */
    public String conversion() {
        return codec.map(ModuleCodec::text).orElse("format=" + format);
    }

    /**
     * Makes ready what converts this connector's payloads: the module's functions, else the format.
     *
     * @return to be closed by the caller
     * @throws ApplicationException if the functions cannot be made ready, or the format is a bean, which only a registry knows
     */
    public CodecHandle openCodec() {
        if (codec.isEmpty()) {
            Format named = namedFormat();
            return CodecHandle.of(named, named);
        }
        try {
            return codec.get().open();
        } catch (ApplicationException e) {
            throw e;
        } catch (Exception e) {
            throw new ApplicationException("connector '" + name + "': " + codec.get().text()
                    + " cannot be used: " + e.getMessage(), e);
        }
    }

    private Format namedFormat() {
        if (format.startsWith("#")) {
            throw new ApplicationException("format '" + format + "' of connector '" + name
                    + "' is a bean, which only a Camel registry knows; expected one of " + Format.names()
                    + ", or an encoder or decoder given to the connector itself");
        }
        return Format.of(format);
    }

    /** @throws ApplicationException if the module has no encoder for this connector */
    public Encoder encoder(CodecHandle functions) {
        return functions.encoder()
                .orElseThrow(() -> lacks("encoder", "which makes payloads for the worker"));
    }

    /** @throws ApplicationException if the module has no decoder for this connector */
    public Decoder decoder(CodecHandle functions) {
        return functions.decoder()
                .orElseThrow(() -> lacks("decoder", "which reads the worker's payloads"));
    }

    private ApplicationException lacks(String function, String use) {
        return new ApplicationException("connector '" + name + "' has no " + function + ", " + use
                + "; expected one, or a format");
    }

    /** The same at another host. */
    public ConnectorDescription withHost(String other) {
        return new ConnectorDescription(name, direction, other, port, protocol, format, verify, cookie, maxFrameSize,
                resilience, payload, credits, codec);
    }

    /** The same with functions of its module in place of a format. */
    public ConnectorDescription withCodec(ModuleCodec functions) {
        return new ConnectorDescription(name, direction, host, port, protocol, format, verify, cookie, maxFrameSize,
                resilience, payload, credits, Optional.of(functions));
    }

    /** The same with credits. */
    public ConnectorDescription withCredits(Credits granted) {
        return new ConnectorDescription(name, direction, host, port, protocol, format, verify, cookie, maxFrameSize,
                resilience, payload, Optional.of(granted), codec);
    }

    /** Everything but the cookie. */
    @Override
    public String toString() {
        return "ConnectorDescription[name=" + name + ", direction=" + direction.text() + ", host=" + host + ", port="
                + port
                + ", protocol=" + protocol.text() + ", " + conversion()
                + verify.map(on -> ", verify=" + on).orElse("")
                + (cookie.isPresent() ? ", cookie=xxxxxx" : "")
                + (maxFrameSize.isPresent() ? ", maxFrameSize=" + maxFrameSize.getAsInt() : "")
                + resilience.map(on -> ", resilience=" + on).orElse("")
                + payload.map(kind -> ", payload=" + kind).orElse("")
                + credits.map(granted -> ", credits=" + granted.max() + "/" + granted.refill()).orElse("") + "]";
    }
}
