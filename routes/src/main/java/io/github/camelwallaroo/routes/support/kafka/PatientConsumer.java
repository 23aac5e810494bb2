package io.github.camelwallaroo.routes.support.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Kafka's consumer, made when it is polled first, in whose polls nothing fails but that there is no record where it was to
 * read, if somebody else chooses then: what else does is told to {@link BrokerWatch}, and tried again with the next poll. Otherwise a failed poll would seek, log or end the endpoint's thread, as its options
 * say, and a host that is not known yet would be an error with a stack trace every five seconds.
 */
final class PatientConsumer implements InvocationHandler {

    private static final long RETRY_MILLIS = 1_000;
    private static final int MOST_REFUSALS = 20;
    private static final Set<String> LISTS = Set.of("paused", "assignment", "subscription");

    private final Supplier<Consumer<?, ?>> maker;
    private final BrokerWatch watch;
    private final StartPolicy policy;
    /** Not used up by anybody but {@code wakeup}. */
    private final Semaphore woken = new Semaphore(0);
    private volatile Consumer<?, ?> consumer;
    private int refusals;
    private Method subscribe;
    private Object[] subscription;

    private PatientConsumer(Supplier<Consumer<?, ?>> maker, BrokerWatch watch, StartPolicy policy) {
        this.maker = maker;
        this.watch = watch;
        this.policy = policy;
    }

    @SuppressWarnings("unchecked")
    static <K, V> Consumer<K, V> of(Supplier<Consumer<?, ?>> maker, BrokerWatch watch, StartPolicy policy) {
        return (Consumer<K, V>) Proxy.newProxyInstance(Consumer.class.getClassLoader(), new Class<?>[]{Consumer.class},
                new PatientConsumer(maker, watch, policy));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("poll")) {
            return poll(method, arguments);
        }
        if (consumer == null) {
            return withoutConsumer(proxy, method, arguments);
        }
        return call(method, arguments);
    }

    private Object poll(Method method, Object[] arguments) throws Throwable {
        try {
            if (consumer == null) {
                make();
            }
            ConsumerRecords<?, ?> records = (ConsumerRecords<?, ?>) call(method, arguments);
            refusals = 0;
            watch.polled(consumer, !records.isEmpty());
            return records;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            if (e instanceof InvalidOffsetException && policy != StartPolicy.LEFT) {
                throw e;
            }
            watch.failed(e);
            if (e instanceof SslAuthenticationException) {
                readStoresAgain();
            }
            pause(arguments[0] instanceof Duration timeout ? timeout.toMillis() : (long) arguments[0]);
            return ConsumerRecords.empty();
        }
    }

    /**
     * A consumer reads its certificates once, so what is mended in their files is seen by another one only. One that has
     * partitions is given up when it is refused again and again: its broker may be one of many.
     */
    private void readStoresAgain() {
        refusals++;
        if (consumer != null && (consumer.assignment().isEmpty() || refusals >= MOST_REFUSALS)) {
            Consumer<?, ?> refused = consumer;
            refusals = 0;
            refused.close(Duration.ZERO);
            consumer = null;
        }
    }

    private void make() throws Throwable {
        consumer = maker.get();
        watch.renewed();
        if (subscribe != null) {
            call(subscribe, subscription);
        }
    }

    private void pause(long atMost) {
        try {
            if (woken.tryAcquire(Math.min(atMost, RETRY_MILLIS), TimeUnit.MILLISECONDS)) {
                throw new WakeupException();
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Object withoutConsumer(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "subscribe" -> {
                subscribe = method;
                subscription = arguments;
                return null;
            }
            case "wakeup" -> {
                woken.release();
                return null;
            }
            case "close", "unsubscribe", "pause", "resume" -> {
                return null;
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "toString" -> {
                return "a consumer that has no broker yet";
            }
            default -> {
                if (LISTS.contains(method.getName())) {
                    return Set.of();
                }
                throw new IllegalStateException("no broker was reached yet, so there is no consumer to "
                        + method.getName());
            }
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
