package io.github.camelwallaroo.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.util.Optional;

import io.github.camelwallaroo.frame.Hello;

/** Decides by a worker's HELLO whether it may feed this connector, and keeps the cookie out of what people read. */
final class SinkAdmission {

    private final String cookie;

    /** @param cookie what the worker has to know; may be empty */
    SinkAdmission(String cookie) {
        this.cookie = cookie;
    }

    /** Why the worker is turned away; empty if it is not. */
    Optional<String> refusal(Hello hello) {
        if (!hello.version().equals(Hello.SINK_VERSION)) {
            return Optional
                    .of(name(hello) + " speaks version " + hello.version() + " of the connector protocol; expected "
                            + Hello.SINK_VERSION);
        }
        if (!MessageDigest.isEqual(hello.cookie().getBytes(UTF_8), cookie.getBytes(UTF_8))) {
            return Optional
                    .of(name(hello) + " has another cookie than this connector; make them the same on both sides and"
                            + " restart the worker");
        }
        return Optional.empty();
    }

    /** How people call a worker. @param hello null if it has said nothing yet */
    static String name(Hello hello) {
        return hello == null ? "a worker" : "worker " + hello.instanceName() + " of " + hello.programName();
    }

    String masked(String text) {
        return cookie.isEmpty() ? text : text.replace(cookie, "(cookie)");
    }
}
