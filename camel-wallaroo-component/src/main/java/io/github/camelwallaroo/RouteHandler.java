package io.github.camelwallaroo;

import java.util.concurrent.Semaphore;

import org.apache.camel.Exchange;
import org.apache.camel.RollbackExchangeException;

import io.github.camelwallaroo.sink.OutputPosition;
import io.github.camelwallaroo.sink.ReceivedMessage;
import io.github.camelwallaroo.sink.SinkCompletion;
import io.github.camelwallaroo.sink.SinkHandler;
import io.github.camelwallaroo.sink.UndecodableException;

/**
 * One worker's way into the route. A message counts as processed when the route is done with it and neither an exception is
 * left, after the route's error handler, nor a rollback was asked for.
 */
final class RouteHandler implements SinkHandler {

    private final WallarooConsumer consumer;
    private final WallarooEndpoint endpoint;
    private final int maxInFlight;
    private final Semaphore inFlight;
    private OutputPosition furthest;

    /** @param maxInFlight messages in the route at one time */
    RouteHandler(WallarooConsumer consumer, WallarooEndpoint endpoint, int maxInFlight) {
        this.consumer = consumer;
        this.endpoint = endpoint;
        this.maxInFlight = maxInFlight;
        this.inFlight = new Semaphore(maxInFlight);
    }

    @Override
    public void message(ReceivedMessage message, SinkCompletion done) throws InterruptedException {
        inFlight.acquire();
        boolean again = comesAgain(message.position());
        Exchange exchange = exchange(message, again);
        consumer.getAsyncProcessor().process(exchange, doneSync -> processed(exchange, again, done));
    }

    private void processed(Exchange exchange, boolean again, SinkCompletion done) {
        Exception failure = failure(exchange);
        try {
            // One that is tried again and again was reported when it failed first.
            if (failure != null && !again) {
                consumer.getExceptionHandler()
                        .handleException("A message from Wallaroo could not be processed", exchange, failure);
            }
        } finally {
            finish(exchange, failure, done);
        }
    }

    /** Why an exchange that the route is done with does not count as processed; null if it does. */
    static Exception failure(Exchange exchange) {
        Exception failure = exchange.getException();
        boolean rollback = exchange.isRollbackOnly() || exchange.isRollbackOnlyLast();
        return failure == null && rollback
                ? new RollbackExchangeException("The route asks for a rollback", exchange)
                : failure;
    }

    @Override
    public void undecodable(ReceivedMessage raw, Exception cause, SinkCompletion done) throws InterruptedException {
        inFlight.acquire();
        boolean again = comesAgain(raw.position());
        Exchange exchange = exchange(raw, again);
        Exception left = new UndecodableException((byte[]) raw.body(), raw.worker(), endpoint.getName(), cause);
        try {
            if (endpoint.isBridgeErrorHandler()) {
                left = new RouteErrorHandler(consumer).handle(exchange, left);
            } else if (!again) {
                consumer.getExceptionHandler().handleException(left.getMessage(), exchange, left);
            }
        } finally {
            finish(exchange, left, done);
        }
    }

    private Exchange exchange(ReceivedMessage message, boolean again) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setIn(new WallarooMessage(exchange, message, endpoint.getName(), endpoint.getHeaderFilterStrategy(),
                again));
        return exchange;
    }

    private boolean comesAgain(OutputPosition position) {
        if (position == null || position.transactionId() == null) {
            return false;
        }
        boolean again = furthest != null && position.epoch() == furthest.epoch()
                && position.offset() <= furthest.offset();
        furthest = again ? furthest : position;
        return again;
    }

    private void finish(Exchange exchange, Exception failure, SinkCompletion done) {
        consumer.releaseExchange(exchange, false);
        inFlight.release();
        done.done(failure);
    }

    @Override
    public void disconnected() {
        // Whoever stops waits for this connection, and so for what it still has in the route.
        inFlight.acquireUninterruptibly(maxInFlight);
        consumer.left(this);
    }

    long inFlight() {
        return (long) maxInFlight - inFlight.availablePermits();
    }
}
