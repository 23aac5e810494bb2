package io.github.camelwallaroo.routes.support.redis;

import org.springframework.data.redis.serializer.RedisSerializer;

/** Bytes as they are. Without it the endpoint reads Java objects out of whatever others wrote. Stateless. */
public class RedisBytes implements RedisSerializer<byte[]> {

    @Override
    public byte[] serialize(byte[] bytes) {
        return bytes;
    }

    @Override
    public byte[] deserialize(byte[] bytes) {
        return bytes;
    }
}
