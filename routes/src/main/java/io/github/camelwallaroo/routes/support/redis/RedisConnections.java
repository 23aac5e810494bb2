package io.github.camelwallaroo.routes.support.redis;

import java.io.IOException;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.routes.support.ConnectionThread;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Connections of one connector with one server. */
record RedisConnections(RedisServer server, String connector) implements ConnectionThread.Connections<Jedis> {

    /** A thread that has one of them. */
    ConnectionThread<Jedis> thread(CamelContext context, ServiceStatus status, ConnectionThread.Work<Jedis> work) {
        return new ConnectionThread<>(context, "Redis-" + connector, status, this, work);
    }

    @Override
    public Jedis connect() {
        return server.connect(connector);
    }

    @Override
    public void abort(Jedis jedis) throws IOException {
        jedis.getClient().forceDisconnect();
    }

    @Override
    public String explain(Throwable failure) {
        return RedisFault.explain(failure);
    }

    @Override
    public boolean isEnd(Throwable failure) {
        return failure instanceof JedisConnectionException;
    }
}
