package io.github.camelwallaroo.routes.support.redis;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

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

    /** Whether the server speaks TLS ({@code rediss}); its certificate has to be one that this JVM trusts. */
    public void setTls(boolean tls) {
        this.tls = tls;
    }

    /**
     * A connection on which the server has let us in and answers.
     *
     * @param  name             what the server shows of us in {@code CLIENT LIST}
     * @throws RuntimeException see {@link RedisFault}
     */
    Jedis connect(String name) {
        Jedis jedis = new Jedis(new HostAndPort(host, port), DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(TIMEOUT_MILLIS)
                .socketTimeoutMillis(TIMEOUT_MILLIS)
                .user(username.isEmpty() ? null : username)
                .password(password.isEmpty() ? null : password)
                .ssl(tls)
                .clientName("wallaroo-" + name.replaceAll("[^!-~]", "_"))
                .build());
        try {
            jedis.ping();
            return jedis;
        } catch (RuntimeException e) {
            jedis.close();
            throw e;
        }
    }

    /** {@code Redis at host:port}. */
    @Override
    public String toString() {
        return "Redis at " + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
