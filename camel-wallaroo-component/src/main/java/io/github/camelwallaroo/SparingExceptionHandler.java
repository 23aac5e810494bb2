package io.github.camelwallaroo;

import java.time.Duration;

import org.apache.camel.Exchange;
import org.apache.camel.spi.ExceptionHandler;
import org.apache.camel.support.LoggingExceptionHandler;

import io.github.camelwallaroo.metrics.LogInterval;

/**
 * What a consumer does with failures unless it is told otherwise: logs them, and says how many it held back when there were
 * many, so that nobody who can send messages can fill a disk. Any thread.
 */
final class SparingExceptionHandler implements ExceptionHandler {

    private static final int LINES = 3;
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final ExceptionHandler log;
    private final LogInterval interval = new LogInterval(LINES, EVERY);

    /** @param log writes what is due */
    SparingExceptionHandler(LoggingExceptionHandler log) {
        this.log = log;
    }

    @Override
    public void handleException(Throwable exception) {
        handleException(null, null, exception);
    }

    @Override
    public void handleException(String message, Throwable exception) {
        handleException(message, null, exception);
    }

    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        long heldBack = interval.due();
        if (heldBack != LogInterval.HELD_BACK) {
            log.handleException((message == null ? "A message failed" : message) + LogInterval.suffix(heldBack),
                    exchange,
                    exception);
        }
    }
}
