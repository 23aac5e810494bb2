package io.github.camelwallaroo.routes.readme;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;

import io.github.camelwallaroo.routes.support.redis.RedisService;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.XAddParams;

/** Programs that publish, add to a stream, or look into a hash. */
final class RedisPeer implements Peer {

    private final RedisService redis;
    private final String written;
    private final String name;
    private final BiConsumer<Jedis, byte[]> give;

    private RedisPeer(RedisService redis, String written, String name, BiConsumer<Jedis, byte[]> give) {
        this.redis = redis;
        this.written = written;
        this.name = name;
        this.give = give;
    }

    static RedisPeer publisher(RedisService redis) {
        String channel = unique("readings");
        return new RedisPeer(redis, "readings", channel, (client, bytes) -> client.publish(utf8(channel), bytes));
    }

    static RedisPeer appender(RedisService redis) {
        String stream = unique("readings");
        return new RedisPeer(redis, "readings", stream,
                (client, bytes) -> client.xadd(utf8(stream), XAddParams.xAddParams(), Map.of(utf8("celsius"), bytes)));
    }

    static RedisPeer reader(RedisService redis) {
        return new RedisPeer(redis, "latest", unique("latest"), (client, bytes) -> {
            throw new UnsupportedOperationException();
        });
    }

    private static String unique(String name) {
        return name + "-" + UUID.randomUUID();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Map<String, String> prepare(Path folder) {
        return Map.of(written, name, "127.0.0.1", redis.host(), "6379", "" + redis.port());
    }

    @Override
    public void give(float celsius) {
        try (Jedis client = redis.client()) {
            give.accept(client, ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array());
        }
    }

    @Override
    public String taken() {
        try (Jedis client = redis.client()) {
            return client.hget(name, "fahrenheit");
        }
    }

    @Override
    public void close() {
        try (Jedis client = redis.client()) {
            client.del(name);
        }
    }
}
