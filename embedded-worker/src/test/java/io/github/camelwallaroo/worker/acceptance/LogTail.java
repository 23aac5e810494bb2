package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/**
 * Keeps the last lines that this project's classes log, down to DEBUG, instead of printing them: thousands of faults make
 * thousands of warnings, and only the last of them are of use to whoever looks for a failure.
 */
final class LogTail extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final int LINES = 300;

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.camelwallaroo");
    private final Deque<ILoggingEvent> events = new ArrayDeque<>();

    LogTail() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        logger.addAppender(this);
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Serialized by AppenderBase.
        event.prepareForDeferredProcessing();
        if (events.size() == LINES) {
            events.poll();
        }
        events.add(event);
    }

    /** The last lines, oldest first. */
    synchronized String text() {
        return events.stream()
                .map(event -> event.getInstant() + " " + event.getLevel() + " [" + event.getThreadName() + "] "
                        + event.getLoggerName().substring(event.getLoggerName().lastIndexOf('.') + 1) + " - "
                        + event.getFormattedMessage())
                .collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        logger.detachAppender(this);
        logger.setAdditive(true);
        logger.setLevel(null);
        stop();
    }
}
