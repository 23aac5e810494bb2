package io.github.camelwallaroo.routes.support.rabbitmq;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;

/**
 * The queue of a source and how messages get there. What is missing is declared; what is there already is left as it is,
 * and must fit.
 *
 * @param queue              the queue; declared durable where it is missing
 * @param exchange           where it gets its messages from besides; empty: nothing is bound
 * @param exchangeType       direct, fanout, topic or headers: the exchange is declared, durable; empty: it must be there
 * @param routingKey         of the binding
 * @param deadLetterExchange where the broker moves what is rejected; empty: nowhere. It must be there
 */
public record RabbitTopology(String queue, String exchange, String exchangeType, String routingKey,
        String deadLetterExchange) {

    private static final Logger LOG = LoggerFactory.getLogger(RabbitTopology.class);

    /** Declares what is missing. @throws IOException with the broker's reason */
    public void declare(Connection connection) throws IOException, TimeoutException {
        if (!exchangeType.isEmpty()) {
            try (Channel channel = connection.createChannel()) {
                channel.exchangeDeclare(exchange, exchangeType, true);
            }
        }
        if (!deadLetterExchange.isEmpty()) {
            // Without it the broker would throw away what is rejected.
            try (Channel channel = connection.createChannel()) {
                channel.exchangeDeclarePassive(deadLetterExchange);
            }
            declareQueue(connection, Map.of("x-dead-letter-exchange", deadLetterExchange));
        } else if (!queueExists(connection)) {
            declareQueue(connection, Map.of());
            LOG.info("RabbitMQ: queue {} was not there, and is declared (durable)", queue);
        }
        if (!exchange.isEmpty()) {
            try (Channel channel = connection.createChannel()) {
                channel.queueBind(queue, exchange, routingKey);
            }
        }
    }

    private void declareQueue(Connection connection, Map<String, Object> arguments)
            throws IOException, TimeoutException {
        try (Channel channel = connection.createChannel()) {
            channel.queueDeclare(queue, true, false, false, arguments);
        }
    }

    private boolean queueExists(Connection connection) throws IOException, TimeoutException {
        Channel channel = connection.createChannel();
        try {
            channel.queueDeclarePassive(queue);
            channel.close();
            return true;
        } catch (IOException e) {
            // The broker has closed the channel.
            if (e.getCause() instanceof ShutdownSignalException signal
                    && signal.getReason() instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == AMQP.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }
}
