package io.github.camelwallaroo.examples.swap;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/** Entries of one field each. */
final class RedisStream implements Feed {

    private final URI server;
    private final String stream = Names.unique("swap");

    RedisStream(URI server) {
        this.server = server;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("REDIS", server.toString(), "READINGS", stream);
    }

    @Override
    public void give(float celsius) {
        try (Jedis client = new Jedis(server)) {
            client.xadd(stream.getBytes(StandardCharsets.UTF_8), XAddParams.xAddParams(),
                    Map.of("celsius".getBytes(StandardCharsets.UTF_8), Names.packed(celsius)));
        }
    }

    @Override
    public void close() {
        try (Jedis client = new Jedis(server)) {
            client.del(stream);
        }
    }
}
