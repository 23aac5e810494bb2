package io.github.camelwallaroo.routes.support.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/**
 * A Redis server on a free loopback port, which writes all that it is told to disk, or with the system property
 * {@value #EXISTING} (host:port) one that runs already.
 */
final class RedisService implements AutoCloseable {

    /** System property: a server that runs already. */
    static final String EXISTING = "it.redis.address";

    private final String host;
    private final int port;
    private final Path folder;
    private final String password;
    private redis.embedded.RedisServer server;

    private RedisService(String host, int port, Path folder, String password) {
        this.host = host;
        this.port = port;
        this.folder = folder;
        this.password = password;
    }

    static RedisService start() throws IOException {
        return start("");
    }

    static RedisService start(String password) throws IOException {
        String existing = System.getProperty(EXISTING);
        if (existing != null && password.isEmpty()) {
            return new RedisService(existing.replaceFirst(":[0-9]+$", ""),
                    Integer.parseInt(existing.replaceFirst(".*:", "")), null, "");
        }
        RedisService service = new RedisService("127.0.0.1", freePort(),
                Files.createTempDirectory(Files.createDirectories(Path.of("target")), "redis-"), password);
        service.begin();
        return service;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    /** Whether it was started here, and may be stopped. */
    boolean isOurs() {
        return folder != null;
    }

    /** Starts it again, with the data that it had. */
    void begin() throws IOException {
        var builder = redis.embedded.RedisServer.newRedisServer()
                .port(port)
                .bind(host)
                .setting("save \"\"")
                .setting("appendonly yes")
                .setting("appendfsync always")
                .setting("dir " + folder.toAbsolutePath());
        if (!password.isEmpty()) {
            builder.setting("requirepass " + password);
        }
        server = builder.build();
        server.start();
    }

    void stop() throws IOException {
        if (server != null) {
            server.stop();
            server = null;
        }
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    Jedis client() {
        return new Jedis(new HostAndPort(host, port), DefaultJedisClientConfig.builder()
                .password(password.isEmpty() ? null : password)
                .socketTimeoutMillis(20_000)
                .build());
    }

    @Override
    public void close() throws IOException {
        stop();
    }
}
