package io.github.camelwallaroo.examples.swap;

import java.util.Map;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

/** A durable queue, as the connector declares it; what is published waits there. */
final class RabbitQueue implements Feed {

    private final String url;
    private final String queue = Names.unique("swap");
    private final Connection connection;
    private final Channel channel;

    RabbitQueue(String url) throws Exception {
        this.url = url;
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        connection = factory.newConnection();
        channel = connection.createChannel();
        channel.queueDeclare(queue, true, false, false, null);
        channel.confirmSelect();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("RABBITMQ", url, "READINGS", queue);
    }

    @Override
    public void give(float celsius) throws Exception {
        channel.basicPublish("", queue, null, Names.packed(celsius));
        channel.waitForConfirmsOrDie();
    }

    @Override
    public void close() throws Exception {
        channel.queueDelete(queue);
        connection.close();
    }
}
