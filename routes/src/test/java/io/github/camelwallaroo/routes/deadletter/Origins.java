package io.github.camelwallaroo.routes.deadletter;

import java.nio.file.Path;

import io.github.camelwallaroo.routes.support.SharedServices;

/** The system that each source reads. */
final class Origins {

    private Origins() {}

    static Origin of(String source, SharedServices services, Path folder) throws Exception {
        return switch (source) {
            case "udp_source" -> new DatagramOrigin();
            case "kafka_source" -> new KafkaOrigin(services.kafka());
            case "redis_subscriber_source" -> RedisOrigin.channel(services.redis());
            case "redis_stream_source" -> RedisOrigin.stream(services.redis());
            case "rabbitmq_source" -> new RabbitOrigin(services.rabbit());
            case "kinesis_source" -> new KinesisOrigin(services.kinesis(), folder);
            case "postgres_notify_source" -> new NotifiedOrigin(services.postgres());
            case "postgres_outbox_source" -> new OutboxOrigin(services.postgres());
            default -> throw new IllegalArgumentException("no system is known for " + source
                    + "; add it here, so that it is seen what its dead letter gets");
        };
    }
}
