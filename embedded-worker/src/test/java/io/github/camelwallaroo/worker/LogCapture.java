package io.github.camelwallaroo.worker;

import java.util.List;
import java.util.stream.Collectors;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/** What this project's classes log while it is open. */
final class LogCapture implements AutoCloseable {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.camelwallaroo");
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private final Level before = logger.getLevel();

    LogCapture() {
        appender.start();
        logger.addAppender(appender);
    }

    /** Down to the lowest level, whatever the configuration says. */
    static LogCapture everything() {
        LogCapture capture = new LogCapture();
        capture.logger.setLevel(Level.TRACE);
        return capture;
    }

    /** All lines. An appender holds its own lock while it adds one. */
    String text() {
        synchronized (appender) {
            return List.copyOf(appender.list)
                    .stream()
                    .map(ILoggingEvent::getFormattedMessage)
                    .collect(Collectors.joining(System.lineSeparator()));
        }
    }

    /** Lines of WARN and above that contain a text. */
    List<String> warnings(String text) {
        synchronized (appender) {
            return List.copyOf(appender.list)
                    .stream()
                    .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                    .map(ILoggingEvent::getFormattedMessage)
                    .filter(message -> message.contains(text))
                    .toList();
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setLevel(before);
    }
}
