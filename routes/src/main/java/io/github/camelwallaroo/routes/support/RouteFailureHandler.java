package io.github.camelwallaroo.routes.support;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;

/** Hears of what an endpoint's consumer could not hand to its route. All three ways of saying it are one. */
@FunctionalInterface
public interface RouteFailureHandler extends ExceptionHandler {

    @Override
    default void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    default void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    /** @param message null if there is none; it may hold a payload @param exchange null if it is not known */
    @Override
    void handleException(String message, Exchange exchange, Throwable exception);
}
