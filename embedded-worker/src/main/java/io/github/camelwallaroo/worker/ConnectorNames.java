package io.github.camelwallaroo.worker;

import java.net.InetAddress;

/** What connectors are called, and where they are dialled. */
final class ConnectorNames {

    private ConnectorNames() {}

    static void check(String name, String direction) {
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("a " + direction
                    + " connector has no name; expected one such as celsius_feed, which log lines and ports go by");
        }
    }

    /** Where to dial somebody who listens on {@code host}: every address includes loopback. */
    static String dialled(String host) {
        boolean everyAddress = host.equals("0.0.0.0") || host.equals("::") || host.equals("[::]");
        return everyAddress ? InetAddress.getLoopbackAddress().getHostAddress() : host;
    }
}
