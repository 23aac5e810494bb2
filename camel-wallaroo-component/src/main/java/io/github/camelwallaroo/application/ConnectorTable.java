package io.github.camelwallaroo.application;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The connectors of one application while they are put together: each name and each address once. */
final class ConnectorTable {

    private final String application;
    private final Map<String, ConnectorDescription> connectors = new LinkedHashMap<>();
    private final Map<String, String> addresses = new HashMap<>();

    ConnectorTable(String application) {
        if (application == null || application.isBlank()) {
            throw new IllegalArgumentException("the application has no name; expected one that log lines go by");
        }
        this.application = application;
    }

    /** @throws IllegalArgumentException if its name cannot stand in an address, or name or address are another's */
    void add(ConnectorDescription connector) {
        if (!ConnectorSection.isName(connector.name())) {
            throw new IllegalArgumentException("application '" + application + "': "
                    + ConnectorSection.noName(connector.name()));
        }
        if (connectors.putIfAbsent(connector.name(), connector) != null) {
            throw new IllegalArgumentException("application '" + application + "' has two connectors '"
                    + connector.name() + "'; expected two names");
        }
        String other = connector.port() == 0 ? null : addresses.putIfAbsent(address(connector), connector.name());
        if (other != null) {
            throw new IllegalArgumentException("application '" + application + "': port of connector '"
                    + connector.name() + "' is " + connector.port() + " on " + connector.host()
                    + ", as is that of connector '" + other + "'; expected a port of its own");
        }
    }

    Map<String, ConnectorDescription> connectors() {
        return connectors;
    }

    /** What two connectors cannot have both. */
    static String address(ConnectorDescription connector) {
        boolean local = connector.host().equalsIgnoreCase("localhost");
        return (local ? ConnectorDescription.DEFAULT_HOST : connector.host().toLowerCase(Locale.ROOT)) + " "
                + connector.port();
    }
}
