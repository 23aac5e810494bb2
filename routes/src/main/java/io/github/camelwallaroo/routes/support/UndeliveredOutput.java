package io.github.camelwallaroo.routes.support;

import org.apache.camel.Exchange;

/**
 * The end of the way for messages of Wallaroo that a sink's system does not take. Without a dead letter, or when that fails too,
 * the exchange fails with what was wrong, and {@code wallaroo:} decides: with resilience the message is given again, or let go,
 * as the endpoint's {@code onFailure} says; otherwise it is lost, and counted.
 */
public class UndeliveredOutput extends UndeliveredMessages {

    @Override
    protected void giveUp(Exchange exchange) {
        // If the cause were thrown from here, it would be a new failure for Camel, which logs each of them in three lines.
        exchange.getExchangeExtension().setErrorHandlerHandled(false);
    }
}
