package io.github.camelwallaroo.examples.swap;

import java.net.URI;
import java.util.List;
import java.util.Map;

import redis.clients.jedis.Jedis;

/** A hash that gets a field for each result. */
final class RedisHash implements Drain {

    private final URI server;
    private final String key = Names.unique("swap");

    RedisHash(URI server) {
        this.server = server;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("REDIS", server.toString(), "RESULTS", key);
    }

    @Override
    public List<String> taken() {
        try (Jedis client = new Jedis(server)) {
            return client.hvals(key);
        }
    }

    @Override
    public void close() {
        try (Jedis client = new Jedis(server)) {
            client.del(key);
        }
    }
}
