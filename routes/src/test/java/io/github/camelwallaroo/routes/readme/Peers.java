package io.github.camelwallaroo.routes.readme;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelwallaroo.routes.support.kinesis.KinesisService;
import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.routes.support.redis.RedisService;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.testservices.s3.S3Server;

/** The systems that the README's connectors read and write; each service is started when it is first asked for. */
final class Peers implements AutoCloseable {

    @FunctionalInterface
    private interface Start<S> {
        S start() throws Exception;
    }

    private final Map<Class<?>, AutoCloseable> services = new LinkedHashMap<>();

    /** The one that a connector needs. */
    Peer of(String connector) throws Exception {
        return switch (connector) {
            case "udp_source" -> UdpPeer.sender();
            case "udp_sink" -> UdpPeer.receiver();
            case "file_sink" -> new FilePeer();
            case "kafka_source" -> new KafkaPeer(kafka(), "readings");
            case "kafka_sink" -> new KafkaPeer(kafka(), "fahrenheit");
            case "redis_subscriber_source" -> RedisPeer.publisher(redis());
            case "redis_stream_source" -> RedisPeer.appender(redis());
            case "redis_hash_sink" -> RedisPeer.reader(redis());
            case "rabbitmq_source" -> new RabbitPeer(service(RabbitService.class, RabbitService::start));
            case "kinesis_source" -> new KinesisPeer(kinesis(), "celsius_feed", "readings");
            case "kinesis_sink" -> new KinesisPeer(kinesis(), "fahrenheit_conversion", "fahrenheit");
            case "s3_bucket_sink" -> new S3Peer(service(S3Server.class, S3Server::start));
            case "postgres_outbox_source" -> new PostgresOutbox(postgres());
            case "postgres_notify_source" -> new PostgresNotifier(postgres());
            case "postgres_insert_sink" -> new PostgresTable(postgres());
            default -> throw new IllegalArgumentException("no system is known for " + connector
                    + "; add it here, so that its line in the README is run");
        };
    }

    private String kafka() throws Exception {
        return service(KafkaBroker.class, KafkaBroker::start).bootstrapServers();
    }

    private RedisService redis() throws Exception {
        return service(RedisService.class, RedisService::start);
    }

    private KinesisService kinesis() throws Exception {
        return service(KinesisService.class, KinesisService::start);
    }

    private Postgres postgres() throws Exception {
        return service(Postgres.class, Postgres::start);
    }

    private <S extends AutoCloseable> S service(Class<S> type, Start<S> start) throws Exception {
        AutoCloseable running = services.get(type);
        if (running == null) {
            running = start.start();
            services.put(type, running);
        }
        return type.cast(running);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : services.values()) {
            each.close();
        }
    }
}
