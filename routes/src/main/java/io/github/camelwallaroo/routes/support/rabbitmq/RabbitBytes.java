package io.github.camelwallaroo.routes.support.rabbitmq;

import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.support.converter.MessageConverter;

/** Bytes as they are. The endpoint's own converter makes a Java object of them where the sender says that they are one. Stateless. */
public class RabbitBytes implements MessageConverter {

    @Override
    public Message toMessage(Object body, MessageProperties properties) {
        return new Message((byte[]) body, properties);
    }

    @Override
    public Object fromMessage(Message message) {
        return message.getBody();
    }
}
