package io.github.camelwallaroo.routes.deadletter;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.camelwallaroo.routes.support.SharedServices;
import io.github.camelwallaroo.routes.support.kafka.KafkaTopics;
import io.github.camelwallaroo.routes.support.kinesis.KinesisService;
import io.github.camelwallaroo.routes.support.kinesis.KinesisStreams;
import io.github.camelwallaroo.routes.support.once.Postgres;
import io.github.camelwallaroo.routes.support.redis.RedisService;
import io.github.camelwallaroo.routes.support.s3.TestBucket;
import io.github.camelwallaroo.testservices.kafka.KafkaBroker;

/** The system that each sink writes to. */
final class Destinations {

    private static final int LARGEST_RECORD = 2_000;
    private static final int LARGEST_DATAGRAM = 65_507;
    /** Of a message that has no such header. */
    private static final String NO_KEY = "${header.plant}";

    private Destinations() {}

    static Destination of(String sink, SharedServices services, Path folder) throws Exception {
        return switch (sink) {
            case "udp_sink" -> datagrams();
            case "file_sink" -> file(folder);
            case "kafka_sink" -> kafka(services.kafka());
            case "redis_hash_sink" -> redis(services.redis());
            case "kinesis_sink" -> kinesis(services.kinesis());
            case "s3_bucket_sink" -> s3(TestBucket.create(services.s3()));
            case "postgres_insert_sink" -> postgres(services.postgres());
            default -> throw new IllegalArgumentException("no system is known for " + sink
                    + "; add it here, so that it is seen what its dead letter gets");
        };
    }

    private static Destination datagrams() throws Exception {
        DatagramSocket receiver = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"));
        return Destination.of(Map.of("host", "127.0.0.1", "port", receiver.getLocalPort()),
                "1".repeat(LARGEST_DATAGRAM + 1), "does not fit into one UDP datagram", receiver);
    }

    /** Only bytes can be written. */
    static Destination file(Path folder) {
        return new Destination(Map.of("file", folder.resolve("fahrenheit").toString(), "format", "json"),
                "{\"fahrenheit\": [68, 69]}", Map.of("fahrenheit", List.of(68, 69)),
                "has no bytes to write; choose another format", () -> {});
    }

    private static Destination kafka(KafkaBroker broker) throws Exception {
        KafkaTopics topics = new KafkaTopics(broker.bootstrapServers(), Map.of());
        topics.create("fahrenheit", 1);
        topics.configure("fahrenheit", "max.message.bytes", "" + LARGEST_RECORD);
        return Destination.of(
                Map.of("bootstrap_brokers", broker.bootstrapServers(), "topic", topics.name("fahrenheit")),
                "1".repeat(LARGEST_RECORD + 1), "larger", topics);
    }

    private static Destination redis(RedisService redis) {
        return Destination.of(
                Map.of("host", redis.host(), "port", redis.port(), "key", "latest-" + UUID.randomUUID(), "field",
                        NO_KEY),
                "68.9", "the message has no key, and parameter field gives it none", () -> {});
    }

    private static Destination kinesis(KinesisService kinesis) {
        KinesisStreams streams = new KinesisStreams(kinesis.client());
        streams.create("fahrenheit", 1);
        return Destination.of(
                Destination.with(kinesis.parameters(), Map.of("stream", streams.name("fahrenheit"), "key", NO_KEY)),
                "68.9", "the message has no key, and parameter key gives it none", streams);
    }

    private static Destination s3(TestBucket bucket) {
        return Destination.of(Destination.with(bucket.parameters(), Map.of("key", NO_KEY)), "68.9", "parameter key",
                bucket);
    }

    private static Destination postgres(Postgres postgres) throws Exception {
        postgres.sql("CREATE TABLE fahrenheit (message_id text PRIMARY KEY, value double precision)");
        return Destination.of(Map.of("connection", postgres.url(), "table", "fahrenheit"), "warm",
                "invalid input syntax for type double precision", () -> postgres.sql("DROP TABLE fahrenheit"));
    }
}
