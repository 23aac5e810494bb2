package io.github.camelwallaroo.routes.support.redis;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * Where a server is and as whom to come.
 *
 * @param username empty for the server's default user
 * @param password empty for none
 */
record RedisAddress(boolean tls, String host, int port, String username, String password, int database) {

    private static final int DEFAULT_PORT = 6379;
    private static final String EXPECTED = "parameter url is no URL of Redis; expected"
            + " redis://user:password@host:port/database, or rediss:// with TLS, and % and two digits for each"
            + " character of user or password that has a meaning in URLs";

    /**
     * Reads {@code redis://user:password@host:port/database}, or {@code rediss} with TLS, as other clients of Redis take it.
     *
     * @throws IllegalArgumentException without the URL, which may hold a password
     */
    static RedisAddress of(String url) {
        try {
            URI uri = new URI(url);
            String database = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
            if (uri.getScheme() == null || !uri.getScheme().matches("rediss?") || uri.getHost() == null
                    || !database.matches("[0-9]{0,6}")) {
                throw new IllegalArgumentException(EXPECTED);
            }
            String user = uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo();
            int colon = user.indexOf(':');
            return new RedisAddress(uri.getScheme().equals("rediss"), uri.getHost().replaceAll("^\\[|]$", ""),
                    uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                    decoded(colon < 0 ? user : user.substring(0, colon)),
                    decoded(colon < 0 ? "" : user.substring(colon + 1)),
                    database.isEmpty() ? 0 : Integer.parseInt(database));
        } catch (URISyntaxException e) {
            // Its message, and so the cause, holds the URL.
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    private static String decoded(String part) throws URISyntaxException {
        return part.isEmpty() ? "" : new URI("redis://" + part + "@host").getUserInfo();
    }

    /** This address, with user and password where it has none itself. */
    RedisAddress orAs(String otherUsername, String otherPassword) {
        return new RedisAddress(tls, host, port, username.isEmpty() ? otherUsername : username,
                password.isEmpty() ? otherPassword : password, database);
    }

    /** {@code host:port}; neither user nor password. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
