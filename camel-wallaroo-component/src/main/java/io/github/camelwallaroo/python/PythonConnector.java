package io.github.camelwallaroo.python;

import java.util.Optional;
import java.util.OptionalInt;

import io.github.camelwallaroo.convert.ModuleCodec;

/**
 * What a module says of one of its connectors.
 *
 * @param direction     {@code source} or {@code sink}
 * @param protocol      the wire generation that it implies: {@code 0.5} if it is described by {@code ApplicationBuilder},
 *                      {@code 1} with a cookie or credits, else {@code 0.6}
 * @param wrapped       whether its encoder wraps event time and key around a message
 * @param maxCredits    what the worker grants; empty if nothing is said
 * @param refillCredits when the worker grants more; empty if nothing is said
 * @param codec         its functions
 */
public record PythonConnector(String name, String direction, String host, int port, String protocol,
        Optional<String> cookie, boolean wrapped, OptionalInt maxCredits, OptionalInt refillCredits,
        ModuleCodec codec) {

    /** Everything but the cookie. */
    @Override
    public String toString() {
        return "PythonConnector[" + name + ", " + direction + ", " + host + ":" + port + ", protocol " + protocol + ", "
                + codec.text() + (cookie.isPresent() ? ", cookie=xxxxxx" : "") + "]";
    }
}
