package io.github.camelwallaroo.worker.acceptance;

import java.util.ArrayList;
import java.util.List;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

/** Everything that this project's classes log, down to TRACE, and others' down to DEBUG, with stack traces. */
final class EveryLogLine extends AppenderBase<ILoggingEvent> implements AutoCloseable {

    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private static final Logger OURS = (Logger) LoggerFactory.getLogger("io.github.camelwallaroo");

    /** A line of the log. @param text with the stack trace, if there is one */
    record Line(Level level, String logger, String text) {}

    private final Level rootLevel = ROOT.getLevel();
    private final List<Line> lines = new ArrayList<>();

    EveryLogLine() {
        OURS.setLevel(Level.TRACE);
        ROOT.setLevel(Level.DEBUG);
        ROOT.addAppender(this);
        // Nobody wants to read all that.
        ROOT.getAppender("CONSOLE").addFilter(new AtLeastWarn());
        start();
    }

    @Override
    protected void append(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        Line line = new Line(event.getLevel(), event.getLoggerName(),
                event.getFormattedMessage() + (thrown == null ? "" : "\n" + ThrowableProxyUtil.asString(thrown)));
        synchronized (lines) {
            lines.add(line);
        }
    }

    List<Line> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Lines of WARN and above that this project wrote. */
    List<String> warnings() {
        return lines().stream()
                .filter(line -> line.logger().startsWith("io.github.camelwallaroo")
                        && line.level().isGreaterOrEqual(Level.WARN))
                .map(Line::text)
                .toList();
    }

    @Override
    public void close() {
        ROOT.detachAppender(this);
        ROOT.setLevel(rootLevel);
        OURS.setLevel(null);
        ROOT.getAppender("CONSOLE").clearAllFilters();
        stop();
    }
}
