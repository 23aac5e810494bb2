package io.github.camelwallaroo.routes.support.kafka;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * Kafka's producer, made by a thread of its own that goes on asking until the topic may be written to; until then those who
 * send wait. Afterwards that thread notices when nothing gets through any more. Any thread may send.
 */
final class PatientProducer implements InvocationHandler {

    private static final long LOOK_MILLIS = 500;
    /** Without a limit a broker that is away would hold the route's stop for ever. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** About one record; the broker is well. */
    private static final Set<Class<? extends Exception>> OF_RECORDS = Set.of(RecordTooLargeException.class,
            InvalidRecordException.class, InvalidTimestampException.class, SerializationException.class);

    private final IntFunction<Producer<?, ?>> maker;
    private final WriteAccess access;
    private final BrokerTrouble trouble;
    private final ServiceStatus status;
    private final BooleanSupplier stopping;
    private final ScheduledExecutorService scheduler;
    /** Open while messages may be sent. */
    private volatile CountDownLatch ready = new CountDownLatch(1);
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile Producer<?, ?> producer;
    private volatile long progressAt = System.nanoTime();
    private volatile boolean ended;
    /** What was last said of the broker; neither at first. */
    private volatile boolean troubled;
    private volatile boolean good;

    /**
     * @param maker    of a producer whose batches have so many bytes at most
     * @param stopping whether nobody is to wait any longer
     */
    PatientProducer(IntFunction<Producer<?, ?>> maker, WriteAccess access, BrokerTrouble trouble, ServiceStatus status,
            BooleanSupplier stopping, ScheduledExecutorService scheduler) {
        this.maker = maker;
        this.access = access;
        this.trouble = trouble;
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
            int largestBatch = access.check();
            if (producer == null) {
                producer = maker.apply(largestBatch);
            }
            up();
            ready.countDown();
        } catch (KafkaException e) {
            down(trouble.text(e));
        }
    }

    /** Says what is wrong when nothing else does: a producer tries to send for a long time. */
    private void look() {
        if (underWay.get() > 0 && !troubled && System.nanoTime() - progressAt > SILENCE_NANOS) {
            down(silence());
        }
    }

    private String silence() {
        try {
            access.check();
            if (isSplitting()) {
                return "the topic takes no batches as large as batchSize allows; see batchSize and the topic's"
                        + " max.message.bytes";
            }
            return "nothing that is sent gets through; see the brokers' logs";
        } catch (KafkaException e) {
            return trouble.text(e);
        }
    }

    /** A batch that is refused for its size is split into such of the same size, for ever. */
    private boolean isSplitting() {
        return producer.metrics()
                .values()
                .stream()
                .filter(metric -> metric.metricName().name().equals("batch-split-rate"))
                .anyMatch(metric -> metric.metricValue() instanceof Number rate && rate.doubleValue() > 0);
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
                if (producer != null) {
                    producer.close(LAST_PATIENCE);
                }
                return null;
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "toString" -> {
                return "producer for " + trouble.topics();
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
        } else if (!OF_RECORDS.contains(failure.getClass())) {
            down(trouble.text(failure));
            if (failure instanceof AuthorizationException) {
                askAgain();
            }
        }
    }

    /** Others would fail like this one: they wait until it is permitted again. */
    private synchronized void askAgain() {
        if (ready.getCount() == 0) {
            ready = new CountDownLatch(1);
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
