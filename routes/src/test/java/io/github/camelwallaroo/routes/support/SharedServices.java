package io.github.camelwallaroo.routes.support;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelwallaroo.routes.support.kinesis.KinesisService;
import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.routes.support.redis.RedisService;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.testservices.s3.S3Server;

/** The services of tests that run every connector: each is started when it is first asked for, and there once. */
public final class SharedServices implements AutoCloseable {

    @FunctionalInterface
    private interface Start<S> {
        S start() throws Exception;
    }

    private final Map<Class<?>, AutoCloseable> running = new LinkedHashMap<>();

    public KafkaBroker kafka() throws Exception {
        return service(KafkaBroker.class, KafkaBroker::start);
    }

    public RedisService redis() throws Exception {
        return service(RedisService.class, RedisService::start);
    }

    public RabbitService rabbit() throws Exception {
        return service(RabbitService.class, RabbitService::start);
    }

    public KinesisService kinesis() throws Exception {
        return service(KinesisService.class, KinesisService::start);
    }

    public S3Server s3() throws Exception {
        return service(S3Server.class, S3Server::start);
    }

    public Postgres postgres() throws Exception {
        return service(Postgres.class, Postgres::start);
    }

    private <S extends AutoCloseable> S service(Class<S> type, Start<S> start) throws Exception {
        AutoCloseable service = running.get(type);
        if (service == null) {
            service = start.start();
            running.put(type, service);
        }
        return type.cast(service);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : running.values()) {
            each.close();
        }
    }
}
