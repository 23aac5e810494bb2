package io.github.camelwallaroo.examples.swap;

import java.io.IOException;
import java.net.URI;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** A server of our own, or with the system property {@value #EXISTING} (host:port) one that runs already. */
final class RedisServer implements AutoCloseable {

    private static final String EXISTING = "it.redis.address";

    private final redis.embedded.RedisServer embedded;
    private final URI url;
    private final ReservedPort port;

    private RedisServer(redis.embedded.RedisServer embedded, String address, ReservedPort port) {
        this.embedded = embedded;
        this.port = port;
        this.url = URI.create("redis://" + address);
    }

    static RedisServer start() throws IOException {
        String existing = System.getProperty(EXISTING, "");
        if (!existing.isEmpty()) {
            return new RedisServer(null, existing, null);
        }
        ReservedPort port = ReservedPort.any();
        redis.embedded.RedisServer embedded = redis.embedded.RedisServer.newRedisServer()
                .port(port.number())
                .bind("127.0.0.1")
                .setting("save \"\"")
                .build();
        embedded.start();
        return new RedisServer(embedded, "127.0.0.1:" + port.number(), port);
    }

    URI url() {
        return url;
    }

    @Override
    public void close() throws IOException {
        if (embedded != null) {
            embedded.stop();
            port.close();
        }
    }
}
