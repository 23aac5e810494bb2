package io.github.camelwallaroo.source;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.camelwallaroo.transport.HostPort;

/** Where a worker wants to be dialled. Source: rule S11. */
final class RestartAddress {

    private static final String MAPPED_IPV4 = "::ffff:";

    /** {@code ::}, {@code ::1}, and the long forms of both. */
    private static final Pattern IPV6_HERE_OR_ANYWHERE = Pattern.compile("[0:]*:[0:]*[01]?");

    private RestartAddress() {}

    /**
     * @param text    {@code host:port} as the worker wrote it; empty for the same
     * @param dialled what was dialled, whose host stands in for every wildcard and loopback address: those are the worker's
     *                own view of itself
     * @return {@code dialled} if the text is empty
     * @throws IllegalArgumentException if the text is no address
     */
    static HostPort resolve(String text, HostPort dialled) {
        if (text.isBlank()) {
            return dialled;
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not an address; expected host:port");
        }
        String host = text.substring(0, colon).strip();
        String port = text.substring(colon + 1).strip();
        HostPort named = HostPort.parseList((isHereOrAnywhere(host) ? "localhost" : host) + ":" + port, 0).get(0);
        if (named.port() == 0) {
            throw new IllegalArgumentException("'" + text + "' is not an address; its port is 0");
        }
        return isHereOrAnywhere(host) ? new HostPort(dialled.host(), named.port()) : named;
    }

    private static boolean isHereOrAnywhere(String host) {
        String plain = host.replace("[", "").replace("]", "").toLowerCase(Locale.ROOT);
        String ipv4 = plain.startsWith(MAPPED_IPV4) ? plain.substring(MAPPED_IPV4.length()) : plain;
        return plain.isEmpty() || plain.equals("*") || plain.equals("localhost") || ipv4.equals("0.0.0.0")
                || ipv4.startsWith("127.") || IPV6_HERE_OR_ANYWHERE.matcher(plain).matches();
    }
}
