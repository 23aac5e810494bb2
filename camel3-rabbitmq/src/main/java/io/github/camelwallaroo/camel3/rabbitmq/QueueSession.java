package io.github.camelwallaroo.camel3.rabbitmq;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Consumer;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;

/** A queue's messages over one channel, and which of them are under way. Any thread. */
final class QueueSession extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(QueueSession.class);

    private final QueueReader reader;
    private final Consumer endpoint;
    private int underWay;
    private boolean cancelled;
    private boolean over;

    QueueSession(QueueReader reader, Channel channel, Consumer endpoint) {
        super(channel);
        this.reader = reader;
        this.endpoint = endpoint;
    }

    Channel channel() {
        return getChannel();
    }

    @Override
    public void handleDelivery(String consumerTag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
            throws IOException {
        synchronized (this) {
            if (cancelled || over) {
                // It was on its way already; the broker has it still.
                return;
            }
            underWay++;
        }
        Delivery delivery = new Delivery(this, envelope.getDeliveryTag());
        try {
            endpoint.handleDelivery(consumerTag, envelope, harmless(properties, delivery), body);
        } finally {
            delivery.leaveUnlessTaken();
        }
    }

    /** Without what a sender must not choose: where an answer goes, and headers that Camel or we go by. */
    private static AMQP.BasicProperties harmless(AMQP.BasicProperties properties, Delivery delivery) {
        Map<String, Object> headers = new HashMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> {
                if (!name.toLowerCase(Locale.ROOT).startsWith("camel")) {
                    headers.put(name, value);
                }
            });
        }
        headers.put(Delivery.HEADER, delivery);
        return properties.builder().headers(headers).replyTo(null).build();
    }

    /** Somebody deleted the queue: it is declared anew on the next connection. */
    @Override
    public void handleCancel(String consumerTag) {
        lost("the queue was deleted");
    }

    /** Something said to the broker about a message. */
    @FunctionalInterface
    interface Answer {
        void give(Channel channel) throws IOException;
    }

    /** A message is no longer under way. */
    void answer(Answer answer) {
        try {
            answer.give(channel());
        } catch (IOException | AlreadyClosedException e) {
            // The connection is gone: the broker delivers again what it has no answer for.
            LOG.debug("the broker was not answered", e);
        }
        synchronized (this) {
            underWay--;
            notifyAll();
        }
    }

    boolean isCancelled() {
        return reader.isCancelled();
    }

    /** No more messages. */
    void cancel() {
        synchronized (this) {
            if (cancelled || over) {
                return;
            }
            cancelled = true;
            notifyAll();
        }
        try {
            channel().basicCancel(getConsumerTag());
        } catch (IOException | RuntimeException e) {
            LOG.debug("the consumer was not cancelled", e);
        }
    }

    /** Nothing more can be heard or said. */
    void lost(String why) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            // Before anybody connects anew and says how that went.
            reader.failed(why);
            notifyAll();
        }
    }

    /** Waits until the connection is lost, or nothing is under way and nothing more is to come. */
    synchronized void awaitEnd() throws InterruptedException {
        while (!over && !(cancelled && underWay == 0)) {
            wait();
        }
        over = true;
    }
}
