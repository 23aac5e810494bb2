package io.github.camelwallaroo.camel3.rabbitmq;

import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/** The connector {@code feed} in a Camel 3 context, as a user makes it of the template, and what it says. */
final class Camel3Feed implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final Logger logger = (Logger) LoggerFactory.getLogger("ROOT");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    private Camel3Feed() {
        log.start();
        logger.addAppender(log);
    }

    static Camel3Feed start(Map<String, Object> parameters) throws Exception {
        Camel3Feed feed = new Camel3Feed();
        try {
            feed.context.addRoutes(new RabbitMqSource());
            feed.context.start();
            TemplatedRouteBuilder.builder(feed.context, RabbitMqSource.TEMPLATE)
                    .routeId("feed")
                    .parameter("connector", "feed")
                    .parameters(parameters)
                    .add();
            return feed;
        } catch (Exception e) {
            feed.close();
            throw e;
        }
    }

    CamelContext context() {
        return context;
    }

    /** UP, or DOWN with the reason. */
    String health() {
        // By its name: of all together Camel leaves out some.
        return HealthCheckHelper.invoke(context, "wallaroo-service-feed", Map.of())
                .map(Camel3Feed::text)
                .orElse("no check");
    }

    private static String text(HealthCheck.Result result) {
        return result.getState() + " " + result.getMessage().orElse("");
    }

    /** Every line of every logger, each as LEVEL message. */
    List<String> lines() {
        return events().stream().map(each -> each.getLevel() + " " + each.getFormattedMessage()).toList();
    }

    private List<ILoggingEvent> events() {
        // The appender's own lock: else a list that is just growing is copied.
        synchronized (log) {
            return List.copyOf(log.list);
        }
    }

    @Override
    public void close() {
        context.stop();
        logger.detachAppender(log);
    }
}
