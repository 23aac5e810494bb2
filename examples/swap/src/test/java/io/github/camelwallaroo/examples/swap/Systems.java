package io.github.camelwallaroo.examples.swap;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.camelwallaroo.testservices.kafka.KafkaBroker;
import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;
import io.github.camelwallaroo.testservices.s3.S3Server;

/** The systems on both sides; each is started when it is first asked for. */
final class Systems implements AutoCloseable {

    @FunctionalInterface
    private interface Start<S> {
        S start() throws Exception;
    }

    private final Map<Class<?>, AutoCloseable> started = new LinkedHashMap<>();

    /** For a line of {@code sources.txt}. */
    Feed feed(String system) throws Exception {
        return switch (system) {
            case "udp" -> new UdpFeed();
            case "kafka" -> new KafkaTopic(kafka(), "READINGS");
            case "redis" -> new RedisStream(service(RedisServer.class, RedisServer::start).url());
            case "rabbitmq" -> new RabbitQueue(service(RabbitService.class, RabbitService::start).url());
            case "postgres" -> new PostgresOutbox(service(PostgresServer.class, PostgresServer::start));
            default -> throw new IllegalArgumentException("nobody here can feed '" + system + "'");
        };
    }

    /** For a line of {@code sinks.txt}. */
    Drain drain(String system) throws Exception {
        return switch (system) {
            case "udp" -> new UdpDrain();
            case "kafka" -> new KafkaTopic(kafka(), "RESULTS");
            case "redis" -> new RedisHash(service(RedisServer.class, RedisServer::start).url());
            case "s3" -> new S3Bucket(service(S3Server.class, S3Server::start));
            case "postgres" -> new PostgresTable(service(PostgresServer.class, PostgresServer::start));
            default -> throw new IllegalArgumentException("nobody here can look into '" + system + "'");
        };
    }

    private String kafka() throws Exception {
        return service(KafkaBroker.class, KafkaBroker::start).bootstrapServers();
    }

    private <S extends AutoCloseable> S service(Class<S> type, Start<S> start) throws Exception {
        AutoCloseable running = started.get(type);
        if (running == null) {
            running = start.start();
            started.put(type, running);
        }
        return type.cast(running);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : started.values()) {
            each.close();
        }
    }
}
