package io.github.camelwallaroo;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

import io.github.camelwallaroo.transport.Completion;

/** Completes an exchange that waits for its bytes to be written. */
record ExchangeCompletion(WallarooProducer producer, Exchange exchange, AsyncCallback callback) implements Completion {

    @Override
    public void completed(Exception failure) {
        if (failure != null) {
            exchange.setException(failure);
        }
        callback.done(false);
    }

    @Override
    public boolean isLeaving() {
        return producer.isLeaving();
    }

    @Override
    public boolean hasLeft() {
        return producer.hasLeft();
    }
}
