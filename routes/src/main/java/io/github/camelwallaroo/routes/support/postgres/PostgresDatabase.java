package io.github.camelwallaroo.routes.support.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Where a database is and how to get in, said as PostgreSQL's own tools take it. Set the property before it is used; any thread
 * may connect then. Never shows the password.
 */
public class PostgresDatabase {

    private static final String FILE_OF_THE_SYSTEM = "system";
    private static final List<String> SSL_MODES = List.of("disable", "allow", "prefer", "require", "verify-ca",
            "verify-full");
    /** What PostgreSQL's own library calls otherwise than its driver for Java. */
    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(Map.entry("dbname", "PGDBNAME"),
            Map.entry("host", "PGHOST"), Map.entry("hostaddr", "PGHOST"), Map.entry("port", "PGPORT"),
            Map.entry("application_name", "ApplicationName"), Map.entry("connect_timeout", "connectTimeout"),
            Map.entry("keepalives", "tcpKeepAlive"), Map.entry("gssencmode", "gssEncMode"),
            Map.entry("channel_binding", "channelBinding"), Map.entry("target_session_attrs", "targetServerType"),
            Map.entry("passfile", "passfile"));
    private static final Map<String, String> SERVER_TYPES = Map.of("read-write", "primary", "read-only", "secondary",
            "primary", "primary", "standby", "secondary", "prefer-standby", "preferSecondary", "any", "any");

    private Properties properties = new Properties();
    private String name = "PostgreSQL";

    /**
     * A URI, with {@code jdbc:} in front of it or not, or words.
     *
     * @throws IllegalArgumentException if it cannot be understood; it does not say what was in it
     */
    public void setConnection(String connection) {
        Properties read = new Properties();
        PGProperty.CONNECT_TIMEOUT.set(read, 5);
        // A server that vanished is noticed, also amid a statement.
        PGProperty.SOCKET_TIMEOUT.set(read, 60);
        PGProperty.TCP_KEEP_ALIVE.set(read, true);
        // Details show what is in a row.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(read, false);
        ConnectionText.parse(connection).forEach((key, value) -> put(read, key, value));
        if (!read.containsKey("PGHOST")) {
            read.setProperty("PGHOST", "127.0.0.1");
        }
        if (read.getProperty("PGHOST").startsWith("/")) {
            throw new IllegalArgumentException("connection names a socket file as its host, expected a name or an"
                    + " address; Java speaks to PostgreSQL by TCP");
        }
        if (!read.containsKey("PGPORT")) {
            read.setProperty("PGPORT", "5432");
        }
        if (!read.containsKey("user")) {
            read.setProperty("user", System.getProperty("user.name"));
        }
        if (!read.containsKey("PGDBNAME")) {
            read.setProperty("PGDBNAME", read.getProperty("user"));
        }
        checkPorts(read.getProperty("PGPORT"));
        properties = read;
        name = "PostgreSQL at " + read.getProperty("PGHOST") + ":" + read.getProperty("PGPORT") + ", database "
                + read.getProperty("PGDBNAME");
    }

    private static void put(Properties read, String key, String value) {
        if (key.equals("sslmode") && !SSL_MODES.contains(value)) {
            throw new IllegalArgumentException("sslmode in connection is '" + value + "', expected one of "
                    + String.join(", ", SSL_MODES));
        }
        if (key.equals("sslrootcert") && value.equals(FILE_OF_THE_SYSTEM)) {
            // As PostgreSQL's library does: the certificates that everybody trusts, and then the name has to fit, too.
            PGProperty.SSL_FACTORY.set(read, "org.postgresql.ssl.DefaultJavaSSLFactory");
            read.putIfAbsent("sslmode", "verify-full");
            return;
        }
        String ours = OTHER_NAMES.getOrDefault(key, key);
        if (PGProperty.forName(ours) == null) {
            throw new IllegalArgumentException("connection has an unknown parameter '" + key
                    + "', expected those of PostgreSQL's library (host, port, dbname, user, password, sslmode,"
                    + " sslrootcert, sslcert, sslkey, connect_timeout, ...) or of its driver for Java");
        }
        if (ours.equals("targetServerType")) {
            read.setProperty(ours, SERVER_TYPES.getOrDefault(value, value));
        } else if (ours.equals("tcpKeepAlive")) {
            read.setProperty(ours, String.valueOf(value.equals("1") || value.equals("true")));
        } else {
            read.setProperty(ours, value);
        }
    }

    private static void checkPorts(String ports) {
        for (String port : ports.split(",")) {
            if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
                throw new IllegalArgumentException("port in connection is '" + port + "', expected a port number");
            }
        }
    }

    /**
     * A connection on which the server has let us in.
     *
     * @param  application      what the server shows of us in {@code pg_stat_activity}
     * @throws SQLException     see {@link PostgresFault}
     */
    public Connection connect(String application) throws SQLException {
        Properties all = new Properties();
        all.putAll(properties);
        all.putIfAbsent("ApplicationName", "wallaroo-" + application.replaceAll("[^!-~]", "_"));
        String[] hosts = properties.getProperty("PGHOST").split(",");
        String[] ports = properties.getProperty("PGPORT").split(",");
        StringBuilder url = new StringBuilder("jdbc:postgresql://");
        for (int i = 0; i < hosts.length; i++) {
            boolean bare = hosts[i].contains(":") && !hosts[i].startsWith("[");
            url.append(i == 0 ? "" : ",")
                    .append(bare ? "[" + hosts[i] + "]" : hosts[i])
                    .append(':')
                    .append(ports[Math.min(i, ports.length - 1)]);
        }
        all.remove("PGHOST");
        all.remove("PGPORT");
        Connection connection = new Driver().connect(url.append('/').toString(), all);
        if (connection == null) {
            throw new SQLException("the driver does not know such a host", "08001");
        }
        return connection;
    }

    /** {@code PostgreSQL at host:port, database name}. */
    @Override
    public String toString() {
        return name;
    }
}
