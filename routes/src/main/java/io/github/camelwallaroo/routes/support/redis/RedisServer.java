package io.github.camelwallaroo.routes.support.redis;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisAccessControlException;

/**
 * Where a Redis server is and how to get in. Set the properties before it is used; any thread may connect then. Never shows
 * the password.
 */
public class RedisServer {

    private static final int TIMEOUT_MILLIS = 5_000;

    private String host = "127.0.0.1";
    private int port = 6379;
    private String username = "";
    private String password = "";
    private boolean tls;
    private RedisAddress url;
    private String tlsCacert = "";
    private String tlsCert = "";
    private String tlsKey = "";
    private String tlsSni = "";

    /** A name or an address; IPv6 with or without brackets. */
    public void setHost(String host) {
        this.host = host.replaceAll("^\\[|]$", "");
    }

    public void setPort(int port) {
        this.port = port;
    }

    /** Empty for the server's default user. */
    public void setUsername(String username) {
        this.username = username;
    }

    /** Empty for none. */
    public void setPassword(String password) {
        this.password = password;
    }

    /** Whether the server speaks TLS ({@code rediss}). */
    public void setTls(boolean tls) {
        this.tls = tls;
    }

    /** All of the above in one, {@code rediss://user:password@host:port/database}; what it says wins. Empty for none. */
    public void setUrl(String url) {
        this.url = url.isEmpty() ? null : RedisAddress.of(url);
    }

    /** A PEM file of the authorities to trust; empty: those that Java trusts. */
    public void setTlsCacert(String file) {
        this.tlsCacert = file;
    }

    /** A PEM file with this client's certificate; empty for none. */
    public void setTlsCert(String file) {
        this.tlsCert = file;
    }

    /** A PEM file with its private key. */
    public void setTlsKey(String file) {
        this.tlsKey = file;
    }

    /** The name that the server's certificate is made out for; empty: the host. */
    public void setTlsSni(String name) {
        this.tlsSni = name;
    }

    /**
     * A connection on which the server has let us in.
     *
     * @param  name             what the server shows of us in {@code CLIENT LIST}
     * @throws RuntimeException see {@link RedisFault}
     */
    Jedis connect(String name) {
        RedisAddress address = address();
        if (!address.username().isEmpty() && address.password().isEmpty()) {
            throw new IllegalArgumentException("parameter username is given without password; expected both");
        }
        Jedis jedis = new Jedis(new HostAndPort(address.host(), address.port()), config(name, address));
        try {
            jedis.ping();
            return jedis;
        } catch (JedisAccessControlException e) {
            // It knows us, and a user may be forbidden just this.
            if (String.valueOf(e.getMessage()).startsWith("NOPERM")) {
                return jedis;
            }
            jedis.close();
            throw e;
        } catch (RuntimeException e) {
            jedis.close();
            throw e;
        }
    }

    private JedisClientConfig config(String name, RedisAddress address) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .user(address.username().isEmpty() ? null : address.username())
                .password(address.password().isEmpty() ? null : address.password())
                .database(address.database())
                .clientName("wallaroo-" + name.replaceAll("[^!-~]", "_"));
        RedisTls files = new RedisTls(tlsCacert, tlsCert, tlsKey, tlsSni);
        if (address.tls()) {
            config.ssl(true).sslSocketFactory(files.sockets()).sslParameters(files.parameters());
        } else if (!files.isDefault()) {
            throw new IllegalArgumentException("parameters of TLS are given, but not that the server speaks it;"
                    + " expected tls true, or a url that begins with rediss:");
        }
        return config.build();
    }

    private RedisAddress address() {
        return url == null
                ? new RedisAddress(tls, host, port, username, password, 0)
                : url.orAs(username, password);
    }

    /** {@code Redis at host:port}. */
    @Override
    public String toString() {
        return "Redis at " + address();
    }
}
