package io.github.camelwallaroo.transport;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * A TCP address as people write it: {@code host:port}, IPv6 hosts in brackets.
 *
 * @param host name or address, never empty
 * @param port 0 to 65535; 0 means "any free port" and is of use for listening only
 */
public record HostPort(String host, int port) {

    public HostPort {
        if (host == null || host.isBlank()) {
            throw new IllegalArgumentException("host is empty; expected a name or an address such as 127.0.0.1");
        }
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is out of range; expected 0 to 65535");
        }
    }

    /**
     * Reads a comma-separated list of hosts, each with a port of its own or, without one, with {@code defaultPort}.
     *
     * @throws IllegalArgumentException naming the part that is not an address
     */
    public static List<HostPort> parseList(String hosts, int defaultPort) {
        List<HostPort> list = new ArrayList<>();
        for (String part : hosts.split(",", -1)) {
            list.add(parse(part.strip(), defaultPort));
        }
        return List.copyOf(list);
    }

    private static HostPort parse(String text, int defaultPort) {
        int bracket = text.lastIndexOf(']');
        int colon = text.lastIndexOf(':');
        boolean bareIpv6 = bracket < 0 && colon != text.indexOf(':');
        if (colon <= bracket || bareIpv6) {
            return new HostPort(unbracket(text), defaultPort);
        }
        String port = text.substring(colon + 1);
        try {
            return new HostPort(unbracket(text.substring(0, colon)), Integer.parseInt(port));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an address: '" + port + "' is no port; expected host:port", e);
        }
    }

    private static String unbracket(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** Looks the name up, every time anew: a worker may come back under another address. */
    InetSocketAddress resolve() {
        return new InetSocketAddress(host, port);
    }

    static String text(SocketAddress address) {
        if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
            return new HostPort(inet.getAddress().getHostAddress(), inet.getPort()).toString();
        }
        return String.valueOf(address);
    }

    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
