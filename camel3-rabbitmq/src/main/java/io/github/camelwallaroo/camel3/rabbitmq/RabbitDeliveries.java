package io.github.camelwallaroo.camel3.rabbitmq;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.ExtendedExchange;
import org.apache.camel.Processor;
import org.apache.camel.component.rabbitmq.RabbitMQConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.apache.camel.support.service.ServiceSupport;

import io.github.camelwallaroo.routes.support.UndeliveredMessages;

/**
 * Answers the broker for each message, in two roles of one route: the first step behind a {@code rabbitmq} endpoint with a
 * {@link RabbitBroker}, and the {@code onPrepare} of the {@code wireTap} that hands the message over.
 *
 * <p>
 * <b>The contract</b>: a message is acknowledged only after the exchange that carries it has completed. If the connector gave it
 * back it is put back into its queue a second later. If it cannot be delivered ({@link UndeliveredMessages#KEPT}) it is rejected,
 * for the broker to move it to the dead letter exchange, or, where there is none, left unacknowledged: then it comes again on the
 * next connection. What was not answered when the connection is lost comes again as well. Any thread.
 */
public class RabbitDeliveries extends ServiceSupport implements Processor, CamelContextAware {

    /** The header with the queue's name. */
    public static final String QUEUE = "RabbitMQQueue";
    /** The header with the delivery tag: a message's number on its channel. */
    public static final String POSITION = RabbitMQConstants.DELIVERY_TAG;

    private static final long AGAIN_MILLIS = 1_000;

    private CamelContext camelContext;
    private RabbitBroker broker;
    private UndeliveredMessages undelivered;
    private ScheduledExecutorService later;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** Where the messages come from; begins and ends with the route. */
    public void setBroker(RabbitBroker broker) {
        this.broker = broker;
    }

    /** Where those go that cannot be delivered; ends with the route. */
    public void setUndelivered(UndeliveredMessages undelivered) {
        this.undelivered = undelivered;
    }

    /** The route starts. @throws IllegalArgumentException if the broker's URL is none */
    @Override
    protected void doStart() {
        broker.start();
        later = camelContext.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RabbitAgain");
    }

    @Override
    protected void doStop() {
        camelContext.getExecutorServiceManager().shutdownNow(later);
        broker.stop();
    }

    @Override
    protected void doShutdown() throws Exception {
        undelivered.close();
    }

    @Override
    public void process(Exchange exchange) {
        Delivery delivery = exchange.getProperty(Delivery.HEADER, Delivery.class);
        if (delivery == null) {
            begin(exchange);
        } else {
            delivery.handOver();
            whenDone(exchange, delivery, false);
        }
    }

    private void begin(Exchange exchange) {
        if (!(exchange.getMessage().removeHeader(Delivery.HEADER) instanceof Delivery delivery)) {
            throw new IllegalStateException(
                    "a message that no RabbitBroker has delivered; this step belongs right behind"
                            + " rabbitmq: with such a bean as connectionFactory");
        }
        delivery.take();
        exchange.setProperty(Delivery.HEADER, delivery);
        exchange.getMessage().setHeader(QUEUE, broker.queue());
        whenDone(exchange, delivery, true);
    }

    private void whenDone(Exchange exchange, Delivery delivery, boolean unlessHandedOver) {
        exchange.adapt(ExtendedExchange.class).addOnCompletion(new SynchronizationAdapter() {

            @Override
            public void onComplete(Exchange done) {
                answer(delivery, unlessHandedOver, done.getProperty(UndeliveredMessages.KEPT, String.class));
            }

            @Override
            public void onFailure(Exchange failed) {
                answer(delivery, unlessHandedOver, UndeliveredMessages.AGAIN);
            }
        });
    }

    private void answer(Delivery delivery, boolean unlessHandedOver, String kept) {
        if (unlessHandedOver && delivery.isHandedOver()) {
            return;
        }
        if (UndeliveredMessages.AGAIN.equals(kept)) {
            again(delivery);
        } else if (kept == null) {
            delivery.acknowledge();
        } else if (broker.hasDeadLetterExchange()) {
            delivery.reject();
        } else {
            delivery.leave();
        }
    }

    private void again(Delivery delivery) {
        if (delivery.isLast()) {
            // With the channel it goes back by itself.
            delivery.leave();
            return;
        }
        try {
            later.schedule(delivery::putBack, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            delivery.leave();
        }
    }
}
