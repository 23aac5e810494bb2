package io.github.camelwallaroo.routes.deadletter;

import java.util.Map;
import java.util.UUID;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

import io.github.camelwallaroo.testservices.rabbitmq.RabbitService;

/** A queue: a message's position in it is what the broker calls this delivery. */
final class RabbitOrigin implements Origin {

    private final String url;
    private final String queue = "readings-" + UUID.randomUUID();
    private final Connection connection;
    private final Channel channel;
    private int deliveries;

    RabbitOrigin(RabbitService broker) throws Exception {
        url = broker.url();
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        connection = factory.newConnection();
        channel = connection.createChannel();
    }

    @Override
    public Map<String, Object> parameters() {
        return Map.of("amqpurl", url, "queue", queue);
    }

    @Override
    public Place give(byte[] message) throws Exception {
        channel.basicPublish("", queue, null, message);
        return new Place(queue, "" + ++deliveries);
    }

    @Override
    public void close() throws Exception {
        channel.queueDelete(queue);
        connection.close();
    }
}
