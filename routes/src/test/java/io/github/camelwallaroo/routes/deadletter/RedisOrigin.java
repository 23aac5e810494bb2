package io.github.camelwallaroo.routes.deadletter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

import io.github.camelwallaroo.routes.support.redis.RedisService;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/** A channel, whose messages have no positions, or a stream of Redis. */
final class RedisOrigin implements Origin {

    private final RedisService redis;
    private final String parameter;
    private final boolean kept;
    private final String name = "readings-" + UUID.randomUUID();

    private RedisOrigin(RedisService redis, String parameter, boolean kept) {
        this.redis = redis;
        this.parameter = parameter;
        this.kept = kept;
    }

    static RedisOrigin channel(RedisService redis) {
        return new RedisOrigin(redis, "topic", false);
    }

    static RedisOrigin stream(RedisService redis) {
        return new RedisOrigin(redis, "stream", true);
    }

    @Override
    public Map<String, Object> parameters() {
        return new HashMap<>(Map.of("host", redis.host(), "port", redis.port(), parameter, name));
    }

    @Override
    public Place give(byte[] message) {
        byte[] target = name.getBytes(UTF_8);
        try (Jedis client = redis.client()) {
            if (!kept) {
                client.publish(target, message);
                return new Place(name, null);
            }
            byte[] id = client.xadd(target, XAddParams.xAddParams(), Map.of("celsius".getBytes(UTF_8), message));
            return new Place(name, new String(id, UTF_8));
        }
    }

    @Override
    public void close() {
        try (Jedis client = redis.client()) {
            client.del(name);
        }
    }
}
