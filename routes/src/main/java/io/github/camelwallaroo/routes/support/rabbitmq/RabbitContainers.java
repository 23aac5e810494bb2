package io.github.camelwallaroo.routes.support.rabbitmq;

import org.apache.camel.CamelContext;
import org.apache.camel.component.springrabbit.ListenerContainerFactory;
import org.apache.camel.component.springrabbit.SpringRabbitMQComponent;
import org.apache.camel.component.springrabbit.SpringRabbitMQEndpoint;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;

/**
 * Has a {@link RabbitBroker} set up what its endpoint listens with, which has settings that the endpoint has no options for.
 * Those of other endpoints are made as before. Thread-safe.
 */
final class RabbitContainers implements ListenerContainerFactory {

    private final ListenerContainerFactory usual;

    private RabbitContainers(ListenerContainerFactory usual) {
        this.usual = usual;
    }

    /** Puts itself between the component and the factory that it has. */
    static synchronized void install(CamelContext context) {
        SpringRabbitMQComponent component = context.getComponent("spring-rabbitmq", SpringRabbitMQComponent.class);
        if (!(component.getListenerContainerFactory() instanceof RabbitContainers)) {
            component.setListenerContainerFactory(new RabbitContainers(component.getListenerContainerFactory()));
        }
    }

    @Override
    public AbstractMessageListenerContainer createListenerContainer(SpringRabbitMQEndpoint endpoint) {
        AbstractMessageListenerContainer container = usual.createListenerContainer(endpoint);
        if (endpoint.getConnectionFactory() instanceof RabbitBroker broker) {
            broker.prepare(container, endpoint.getConcurrentConsumers());
        }
        return container;
    }
}
