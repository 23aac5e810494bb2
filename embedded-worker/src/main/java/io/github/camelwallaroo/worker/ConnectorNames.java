package io.github.camelwallaroo.worker;

import java.net.InetAddress;

import io.github.camelwallaroo.application.ConnectorDescription;
import io.github.camelwallaroo.application.Direction;
import io.github.camelwallaroo.convert.Format;

/** What both kinds of connector configuration check and read alike. */
final class ConnectorNames {

    private ConnectorNames() {}

    static void check(String name, String direction) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a " + direction
                    + " connector has no name; expected one such as celsius_feed, which log lines and ports go by");
        }
    }

    static void checkDirection(ConnectorDescription description, Direction expected) {
        if (description.direction() != expected) {
            throw new IllegalArgumentException("connector '" + description.name() + "' is a "
                    + description.direction().text() + "; expected a " + expected.text());
        }
    }

    static Format format(ConnectorDescription description) {
        if (description.format().startsWith("#")) {
            throw new IllegalArgumentException("format '" + description.format() + "' of connector '"
                    + description.name() + "' is a bean, which the embedded worker cannot look up; expected one of "
                    + Format.names() + ", or of(description, ...) with the encoder or decoder itself");
        }
        return Format.of(description.format());
    }

    /** Where to dial somebody who listens on {@code host}: every address includes loopback. */
    static String dialled(String host) {
        boolean everyAddress = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        return everyAddress ? InetAddress.getLoopbackAddress().getHostAddress() : host;
    }
}
