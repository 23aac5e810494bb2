package io.github.camelwallaroo.routes.support.rabbitmq;

import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Service;
import org.apache.camel.component.springrabbit.SpringRabbitMQConstants;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;

import io.github.camelwallaroo.routes.support.UndeliveredMessages;

/**
 * Answers the broker for each message, as the first step behind an endpoint with {@code acknowledgeMode=MANUAL} and
 * {@code asyncConsumer=true}.
 *
 * <p>
 * <b>The contract</b>: a message is acknowledged only after its exchange has completed. If the connector gave it back it is
 * put back into its queue a second later. If it cannot be delivered ({@link UndeliveredMessages#KEPT}) it is rejected, for the
 * broker to move it to the dead letter exchange, or, where there is none, left unacknowledged: then it comes again on the next
 * connection. What was not answered when the connection is lost comes again as well. Any thread.
 */
public class RabbitDeliveries implements Processor, Service, CamelContextAware, AutoCloseable {

    /** The header with the queue's name. */
    public static final String QUEUE = "RabbitMQQueue";

    private static final Logger LOG = LoggerFactory.getLogger(RabbitDeliveries.class);
    private static final long AGAIN_MILLIS = 1_000;

    private CamelContext camelContext;
    private String connector = "";
    private RabbitBroker broker;
    private ScheduledExecutorService later;

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The connector's name, for the log. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** Where the messages come from. */
    public void setBroker(RabbitBroker broker) {
        this.broker = broker;
    }

    /** The route starts. @throws IllegalArgumentException if the broker's URL is none */
    @Override
    public void start() {
        broker.start();
    }

    @Override
    public void stop() {
        // Answers may still come; close() is the end.
    }

    @Override
    public void process(Exchange exchange) {
        Channel channel = exchange.getProperty(SpringRabbitMQConstants.CHANNEL, Channel.class);
        Long tag = exchange.getMessage().getHeader(SpringRabbitMQConstants.DELIVERY_TAG, Long.class);
        if (channel == null || tag == null) {
            throw new IllegalStateException("a message without channel or delivery tag; this step belongs right behind"
                    + " spring-rabbitmq: with acknowledgeMode=MANUAL");
        }
        exchange.getMessage().setHeader(QUEUE, broker.queue());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {

            @Override
            public void onComplete(Exchange done) {
                answer(channel, tag, done.getProperty(UndeliveredMessages.KEPT, String.class));
            }

            @Override
            public void onFailure(Exchange failed) {
                answer(channel, tag, UndeliveredMessages.AGAIN);
            }
        });
    }

    private void answer(Channel channel, long tag, String kept) {
        if (UndeliveredMessages.AGAIN.equals(kept)) {
            again(() -> tell(() -> channel.basicNack(tag, false, true)));
        } else if (kept == null) {
            tell(() -> channel.basicAck(tag, false));
        } else if (broker.hasDeadLetterExchange()) {
            tell(() -> channel.basicReject(tag, false));
        }
    }

    /** Says something to the broker. */
    @FunctionalInterface
    private interface Answer {
        void give() throws IOException;
    }

    private void tell(Answer answer) {
        try {
            answer.give();
        } catch (IOException | AlreadyClosedException e) {
            // The connection is gone: the broker delivers again what it has no answer for.
            LOG.debug("{}: the broker was not answered", connector, e);
        }
    }

    private synchronized void again(Runnable putBack) {
        if (later == null) {
            later = camelContext.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "RabbitAgain");
        }
        try {
            later.schedule(putBack, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            putBack.run();
        }
    }

    /** Called when the route is removed. */
    @Override
    public synchronized void close() {
        if (later != null) {
            later.shutdownNow();
        }
    }
}
