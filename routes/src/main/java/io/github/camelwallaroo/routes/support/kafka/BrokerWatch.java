package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;

import io.github.camelwallaroo.routes.support.ServiceStatus;

/**
 * Finds what Kafka's consumer keeps to itself: that no broker can be reached, and that there is no such topic. Both look like
 * a topic in which nothing happens. Of the thread that polls.
 */
final class BrokerWatch {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long CONNECTIONS_MILLIS = 1_000;
    private static final long TOPICS_MILLIS = 5_000;
    private static final int SILENT_LOOKS = 3;
    /** Between two polls that fail for one reason there may be some that find nothing. */
    private static final long QUIET_MILLIS = 2_000;

    private final ServiceStatus status;
    private final BrokerTrouble trouble;
    private final String topics;
    private final boolean pattern;
    private final LongSupplier millis;
    private boolean topicsKnown;
    private boolean failing;
    private long failedAt;
    private long connectionsAt;
    private long topicsAt;
    private int silentLooks;
    private Metric connections;

    /** @param topics names, comma-separated, or a regular expression; @param millis any clock that goes on */
    BrokerWatch(ServiceStatus status, String brokers, String topics, boolean pattern, LongSupplier millis) {
        this.status = status;
        this.trouble = new BrokerTrouble(brokers, topics);
        this.topics = topics;
        this.pattern = pattern;
        this.millis = millis;
        this.connectionsAt = millis.getAsLong();
        this.topicsAt = connectionsAt;
    }

    /** A poll went well. @param found whether it brought records */
    void polled(Consumer<?, ?> consumer, boolean found) {
        long now = millis.getAsLong();
        failing &= !found && now - failedAt < QUIET_MILLIS;
        if (failing || now - connectionsAt < 0) {
            return;
        }
        connectionsAt = now + CONNECTIONS_MILLIS;
        boolean silent = connections(consumer) == 0;
        silentLooks = silent ? silentLooks + 1 : 0;
        if (silentLooks >= SILENT_LOOKS) {
            status.down(trouble.unreachable());
        } else if (!silent && (!topicsKnown || consumer.assignment().isEmpty()) && now - topicsAt >= 0) {
            lookForTopics(consumer, now);
        } else if (!silent && topicsKnown) {
            status.up();
        }
    }

    /** A poll failed. */
    void failed(Throwable failure) {
        topicsKnown = false;
        failing = true;
        failedAt = millis.getAsLong();
        status.down(trouble.text(failure));
    }

    /** The next poll is another consumer's. */
    void renewed() {
        connections = null;
    }

    private void lookForTopics(Consumer<?, ?> consumer, long now) {
        topicsAt = now + TOPICS_MILLIS;
        try {
            String missing = missing(consumer.listTopics(PATIENCE).keySet());
            topicsKnown = missing.isEmpty();
            if (topicsKnown) {
                status.up();
            } else {
                status.down(new BrokerTrouble(trouble.brokers(), missing).unknownTopics());
            }
        } catch (KafkaException e) {
            failed(e);
        }
    }

    private String missing(Set<String> existing) {
        if (pattern) {
            Predicate<String> matches = Pattern.compile(topics).asMatchPredicate();
            return existing.stream().anyMatch(matches) ? "" : topics;
        }
        Set<String> missing = new TreeSet<>(Set.of(topics.split(",")));
        missing.removeAll(existing);
        return String.join(",", missing);
    }

    private double connections(Consumer<?, ?> consumer) {
        if (connections == null) {
            connections = consumer.metrics()
                    .values()
                    .stream()
                    .filter(metric -> metric.metricName().name().equals("connection-count"))
                    .findFirst()
                    .orElse(null);
        }
        return connections != null && connections.metricValue() instanceof Number count ? count.doubleValue() : 1;
    }
}
