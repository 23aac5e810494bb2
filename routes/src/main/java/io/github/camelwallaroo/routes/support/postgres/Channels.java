package io.github.camelwallaroo.routes.support.postgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection's ear: LISTEN, and whether it still hears. Stateless. */
final class Channels {

    private static final Logger LOG = LoggerFactory.getLogger(Channels.class);
    private static final int LONGEST_NAME = 63;

    private Channels() {}

    /** @throws IllegalArgumentException if it cannot be a channel's name: PostgreSQL would listen to another one */
    static String checked(String channel) {
        int bytes = channel.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_NAME || channel.indexOf(0) >= 0) {
            throw new IllegalArgumentException(
                    "channel has " + bytes + " bytes, expected a name of 1 to " + LONGEST_NAME);
        }
        return channel;
    }

    /** Exactly this name, whatever letters it has. */
    static void listen(Connection connection, String channel, String connector) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN \"" + channel.replace("\"", "\"\"") + '"');
        }
        if (isBehindPool(connection)) {
            LOG.warn("{}: something stands between us and the server, such as PgBouncer. Notifications and locks need a"
                    + " connection of their own: give the server's own address in parameter connection, or let the pool"
                    + " have pool_mode=session for us", connector);
        }
    }

    /** A pool tells us of a process of its own, not of the server's. */
    private static boolean isBehindPool(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            return rows.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    /** @throws SQLException if the connection is broken, or the server does not listen for us any more */
    static void check(Connection connection, String channel) throws SQLException {
        try (PreparedStatement statement = connection
                .prepareStatement("SELECT count(*) FROM pg_listening_channels() c WHERE c = ?")) {
            statement.setString(1, channel);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                if (rows.getInt(1) == 0) {
                    throw new SQLException(
                            "the server does not listen for us any more (look at parameter connection: a pool"
                                    + " such as PgBouncer needs pool_mode=session)",
                            "08006");
                }
            }
        }
    }
}
