package io.github.camelwallaroo;

import java.util.concurrent.atomic.AtomicReference;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.BridgeExceptionHandlerToErrorHandler;
import org.apache.camel.support.DefaultConsumer;

/** The error handler of a consumer's route, for errors that come before the route. */
final class RouteErrorHandler {

    private final DefaultConsumer consumer;

    RouteErrorHandler(DefaultConsumer consumer) {
        this.consumer = consumer;
    }

    /**
     * As {@code bridgeErrorHandler=true} has it, but Camel's own bridge works on a copy and does not say what came of it.
     *
     * @return what the error handler left: null if it has taken care of the error
     */
    Exception handle(Exchange exchange, Exception error) {
        AtomicReference<Exception> left = new AtomicReference<>(error);
        Processor route = consumer.getProcessor();
        Processor watched = bridged -> {
            route.process(bridged);
            left.set(RouteHandler.failure(bridged));
        };
        new BridgeExceptionHandlerToErrorHandler(new DefaultConsumer(consumer.getEndpoint(), watched))
                .handleException(error.getMessage(), exchange, error);
        return left.get();
    }
}
