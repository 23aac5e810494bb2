package io.github.camelwallaroo.routes.support.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;

import org.apache.kafka.clients.consumer.Consumer;

/**
 * Kafka's consumer as others see it: what {@link PositionedConsumer} has a method for goes there, all else to the consumer
 * itself. Not a class that implements {@link Consumer}, since that interface differs from one release of the client to the
 * next, and we run with the one that the user's Camel brings.
 */
final class ConsumerProxy implements InvocationHandler {

    private final Consumer<?, ?> consumer;
    private final PositionedConsumer<?, ?> positioned;
    private final Map<Method, Method> standIns = new HashMap<>();

    private ConsumerProxy(Consumer<?, ?> consumer, PositionedConsumer<?, ?> positioned) {
        this.consumer = consumer;
        this.positioned = positioned;
        for (Method method : Consumer.class.getMethods()) {
            try {
                standIns.put(method, PositionedConsumer.class.getMethod(method.getName(), method.getParameterTypes()));
            } catch (NoSuchMethodException e) {
                standIns.put(method, null);
            }
        }
    }

    @SuppressWarnings("unchecked")
    static <K, V> Consumer<K, V> of(Consumer<K, V> consumer, PositionedConsumer<K, V> positioned) {
        return (Consumer<K, V>) Proxy.newProxyInstance(Consumer.class.getClassLoader(), new Class<?>[]{Consumer.class},
                new ConsumerProxy(consumer, positioned));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        Method standIn = standIns.get(method);
        try {
            return standIn != null ? standIn.invoke(positioned, arguments) : method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
