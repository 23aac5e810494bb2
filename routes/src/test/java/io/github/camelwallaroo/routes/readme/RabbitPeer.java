package io.github.camelwallaroo.routes.readme;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;

/** A program that publishes to a queue. */
final class RabbitPeer implements Peer {

    private final RabbitService rabbit;
    private final String queue = "readings-" + UUID.randomUUID();

    RabbitPeer(RabbitService rabbit) {
        this.rabbit = rabbit;
    }

    @Override
    public Map<String, String> prepare(Path folder) throws Exception {
        Files.writeString(folder.resolve("amqpurl.txt"), rabbit.url());
        return Map.of("readings", queue);
    }

    /** The connector declares the queue; what is published before that is dropped. */
    @Override
    public void give(float celsius) throws Exception {
        try (Connection connection = connect(); Channel channel = connection.createChannel()) {
            channel.basicPublish("", queue, null, ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array());
        }
    }

    private Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(rabbit.url());
        return factory.newConnection();
    }

    @Override
    public void close() throws Exception {
        try (Connection connection = connect(); Channel channel = connection.createChannel()) {
            channel.queueDelete(queue);
        }
    }
}
