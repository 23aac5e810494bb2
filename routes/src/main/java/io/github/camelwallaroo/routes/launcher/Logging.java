package io.github.camelwallaroo.routes.launcher;

import java.util.List;

import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;

/**
 * The program's log: one readable line per event on standard error, ours and those of users' routes from INFO, Camel's
 * and Netty's own from WARN, Kafka's none. A user's own logback file ({@code -Dlogback.configurationFile=...}) takes its place.
 */
final class Logging {

    private static final String LINE = "%d{HH:mm:ss} %-5level %msg%n%nopex";
    private static final String VERBOSE_LINE = "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: %msg%n%ex";
    private static final List<String> QUIET = List.of("org.apache.camel", "io.netty");
    private static final String OURS = "io.github.camelwallaroo";

    private Logging() {}

    /** Sets it up. Call before anything logs. */
    static void start(boolean verbose) {
        start(verbose, true);
    }

    /** As {@link #start(boolean)}. @param chatty whether to tell more than what goes wrong */
    static void start(boolean verbose, boolean chatty) {
        if (System.getProperty("logback.configurationFile") != null
                || !(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        PatternLayoutEncoder line = new PatternLayoutEncoder();
        line.setContext(context);
        line.setPattern(verbose ? VERBOSE_LINE : LINE);
        line.start();
        ConsoleAppender<ILoggingEvent> stderr = new ConsoleAppender<>();
        stderr.setContext(context);
        stderr.setTarget("System.err");
        stderr.setEncoder(line);
        stderr.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(stderr);
        root.setLevel(Level.INFO);
        if (!verbose) {
            QUIET.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
            // It logs each attempt to connect, with a stack trace; the connectors' own line says the same once.
            context.getLogger("org.springframework").setLevel(Level.OFF);
            // It repeats several times a second what the Kafka connectors say once.
            context.getLogger("org.apache.kafka").setLevel(Level.OFF);
            context.getLogger("org.apache.camel.component.springrabbit").setLevel(Level.OFF);
            context.getLogger("com.rabbitmq").setLevel(Level.OFF);
            // A failure to start is reported by us, with the same text.
            context.getLogger("org.apache.camel.impl.engine.AbstractCamelContext").setLevel(Level.OFF);
        }
        context.getLogger(OURS).setLevel(verbose ? Level.DEBUG : chatty ? Level.INFO : Level.WARN);
    }
}
