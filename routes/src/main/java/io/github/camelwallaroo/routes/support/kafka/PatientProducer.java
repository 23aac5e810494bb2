package io.github.camelwallaroo.routes.support.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * Kafka's producer, made by a thread of its own that goes on trying until the broker tells about the topic; until then those
 * who send wait. Afterwards that thread notices when nothing gets through any more. Any thread may send.
 */
final class PatientProducer implements InvocationHandler {

    private static final long LOOK_MILLIS = 500;
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Supplier<Producer<?, ?>> maker;
    private final String brokers;
    private final String topic;
    private final ServiceStatus status;
    private final BooleanSupplier stopping;
    private final ScheduledExecutorService scheduler;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Producer<?, ?> producer;
    private volatile long progressAt = System.nanoTime();
    private volatile boolean ended;
    /** What was last said of the broker; neither at first. */
    private volatile boolean troubled;
    private volatile boolean good;

    /** @param stopping whether nobody is to wait any longer */
    PatientProducer(Supplier<Producer<?, ?>> maker, String brokers, String topic, ServiceStatus status,
            BooleanSupplier stopping, ScheduledExecutorService scheduler) {
        this.maker = maker;
        this.brokers = brokers;
        this.topic = topic;
        this.status = status;
        this.stopping = stopping;
        this.scheduler = scheduler;
    }

    /** Begins to look for the broker. @param intervalMillis between two looks */
    void start(long intervalMillis) {
        scheduler.scheduleWithFixedDelay(this::find, 0, intervalMillis, TimeUnit.MILLISECONDS);
        scheduler.scheduleWithFixedDelay(this::look, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    }

    Producer<?, ?> asProducer() {
        return (Producer<?, ?>) Proxy.newProxyInstance(Producer.class.getClassLoader(), new Class<?>[]{Producer.class},
                this);
    }

    private void find() {
        if (ready.getCount() == 0) {
            return;
        }
        try {
            if (producer == null) {
                producer = maker.get();
            }
            producer.partitionsFor(topic);
            up();
            ready.countDown();
        } catch (TimeoutException e) {
            down(silence());
        } catch (KafkaException e) {
            down(BrokerTrouble.text(e, brokers, topic));
        }
    }

    /** Says what is wrong when nothing else does: a producer asks for the topic, and tries to send, for a long time. */
    private void look() {
        boolean waits = ready.getCount() > 0 || underWay.get() > 0;
        if (waits && !troubled && System.nanoTime() - progressAt > SILENCE_NANOS) {
            down(silence());
        }
    }

    private String silence() {
        return connections() == 0
                ? BrokerTrouble.unreachable(brokers, null)
                : ready.getCount() > 0
                        ? BrokerTrouble.unknownTopics(topic)
                        : "nothing that is sent gets through; see the brokers' logs";
    }

    private double connections() {
        Producer<?, ?> present = producer;
        return present == null
                ? 0
                : present.metrics()
                        .values()
                        .stream()
                        .filter(metric -> metric.metricName().name().equals("connection-count"))
                        .map(Metric::metricValue)
                        .mapToDouble(value -> value instanceof Number count ? count.doubleValue() : 1)
                        .max()
                        .orElse(1);
    }

    private void up() {
        if (!good) {
            good = true;
            troubled = false;
            status.up();
        }
    }

    private void down(String why) {
        if (!ended) {
            good = false;
            troubled = true;
            status.down(why);
        }
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "send" -> {
                awaitBroker();
                Callback callback = arguments.length > 1 ? (Callback) arguments[1] : null;
                if (underWay.getAndIncrement() == 0) {
                    progressAt = System.nanoTime();
                }
                try {
                    return ((Producer) producer).send((ProducerRecord<?, ?>) arguments[0], (metadata, failure) -> {
                        done(failure);
                        if (callback != null) {
                            callback.onCompletion(metadata, failure);
                        }
                    });
                } catch (RuntimeException e) {
                    underWay.decrementAndGet();
                    throw e;
                }
            }
            case "close" -> {
                end();
                return producer == null ? null : call(method, arguments);
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "toString" -> {
                return "producer for " + topic;
            }
            default -> {
                awaitBroker();
                return call(method, arguments);
            }
        }
    }

    private void awaitBroker() {
        try {
            while (!ready.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if (ended || stopping.getAsBoolean()) {
                    throw new KafkaException("the route stops, and the broker could not be used: " + status.reason());
                }
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private void done(Exception failure) {
        underWay.decrementAndGet();
        progressAt = System.nanoTime();
        if (failure == null) {
            up();
        } else if (!(failure instanceof RecordTooLargeException)) {
            down(BrokerTrouble.text(failure, brokers, topic));
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(producer, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** Looks no more, and lets those go who wait. */
    void end() {
        ended = true;
        scheduler.shutdownNow();
        status.close();
    }
}
