package io.github.camelwallaroo.routes.readme;

import io.github.camelwallaroo.routes.support.SharedServices;

/** The systems that the README's connectors read and write. */
final class Peers implements AutoCloseable {

    private final SharedServices services = new SharedServices();

    /** The one that a connector needs. */
    Peer of(String connector) throws Exception {
        return switch (connector) {
            case "udp_source" -> UdpPeer.sender();
            case "udp_sink" -> UdpPeer.receiver();
            case "file_sink" -> new FilePeer();
            case "kafka_source" -> new KafkaPeer(services.kafka().bootstrapServers(), "readings");
            case "kafka_sink" -> new KafkaPeer(services.kafka().bootstrapServers(), "fahrenheit");
            case "redis_subscriber_source" -> RedisPeer.publisher(services.redis());
            case "redis_stream_source" -> RedisPeer.appender(services.redis());
            case "redis_hash_sink" -> RedisPeer.reader(services.redis());
            case "rabbitmq_source" -> new RabbitPeer(services.rabbit());
            case "kinesis_source" -> new KinesisPeer(services.kinesis(), "celsius_feed", "readings");
            case "kinesis_sink" -> new KinesisPeer(services.kinesis(), "fahrenheit_conversion", "fahrenheit");
            case "s3_bucket_sink" -> new S3Peer(services.s3());
            case "postgres_outbox_source" -> new PostgresOutbox(services.postgres());
            case "postgres_notify_source" -> new PostgresNotifier(services.postgres());
            case "postgres_insert_sink" -> new PostgresTable(services.postgres());
            default -> throw new IllegalArgumentException("no system is known for " + connector
                    + "; add it here, so that its line in the README is run");
        };
    }

    @Override
    public void close() throws Exception {
        services.close();
    }
}
