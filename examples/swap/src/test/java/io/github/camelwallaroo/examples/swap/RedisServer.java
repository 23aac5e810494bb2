package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** A server of our own, or with the system property {@value #EXISTING} (host:port) one that runs already. */
final class RedisServer implements AutoCloseable {

    private static final String EXISTING = "it.redis.address";

    private final redis.embedded.RedisServer embedded;
    private final URI url;

    private RedisServer(redis.embedded.RedisServer embedded, String address) {
        this.embedded = embedded;
        this.url = URI.create("redis://" + address);
    }

    static RedisServer start() throws IOException {
        String existing = System.getProperty(EXISTING, "");
        if (!existing.isEmpty()) {
            return new RedisServer(null, existing);
        }
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        redis.embedded.RedisServer embedded = redis.embedded.RedisServer.newRedisServer()
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        embedded.start();
        return new RedisServer(embedded, "127.0.0.1:" + port);
    }

    URI url() {
        return url;
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.stop();
        }
    }
}
