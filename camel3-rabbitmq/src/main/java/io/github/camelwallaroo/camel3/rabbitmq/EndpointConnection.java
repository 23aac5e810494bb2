package io.github.camelwallaroo.camel3.rabbitmq;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Consumer;

/**
 * What the endpoint takes for its connection, and its channels: always open, until it closes them. It asks for very little of
 * what a client can do; the rest is not there. What it answers for a message is not passed on: it says that a message was
 * handed over, and {@link RabbitDeliveries} says what became of it.
 */
final class EndpointConnection implements InvocationHandler {

    private final RabbitBroker broker;
    private volatile boolean open = true;

    private EndpointConnection(RabbitBroker broker) {
        this.broker = broker;
    }

    static Connection of(RabbitBroker broker) {
        return proxy(Connection.class, new EndpointConnection(broker));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, handler));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "createChannel" -> {
                return proxy(Channel.class, new EndpointChannel());
            }
            case "isOpen" -> {
                return open;
            }
            case "close", "abort" -> {
                open = false;
                return null;
            }
            default -> {
                return ofObject("the connection of " + broker.connector(), proxy, method, arguments);
            }
        }
    }

    private static Object ofObject(String name, Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            case "toString" -> name;
            default -> throw new UnsupportedOperationException(name + " only consumes, and has no " + method.getName());
        };
    }

    private final class EndpointChannel implements InvocationHandler {

        private volatile boolean channelOpen = true;
        private int prefetch;
        private QueueReader reader;

        @Override
        public synchronized Object invoke(Object proxy, Method method, Object[] arguments) {
            switch (method.getName()) {
                case "isOpen" -> {
                    return channelOpen;
                }
                case "basicQos" -> {
                    prefetch = (int) arguments[1];
                    return null;
                }
                case "basicConsume" -> {
                    reader = broker.read(prefetch, (boolean) arguments[4],
                            (Consumer) arguments[arguments.length - 1]);
                    return broker.connector();
                }
                case "basicCancel" -> {
                    reader.cancel();
                    return null;
                }
                case "basicAck", "basicReject" -> {
                    return null;
                }
                case "close" -> {
                    channelOpen = false;
                    if (reader != null) {
                        reader.cancel();
                    }
                    return null;
                }
                default -> {
                    return ofObject("a channel of " + broker.connector(), proxy, method, arguments);
                }
            }
        }
    }
}
