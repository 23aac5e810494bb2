package io.github.camelwallaroo.routes.support.kafka;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions stand still at a record that cannot be handed over, and why: one line in the log for each such record,
 * and a readiness check that is DOWN while there is one, and also
 * knows the records that were missed. Any thread.
 */
final class StandingPartitions extends AbstractHealthCheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandingPartitions.class);

    private record Standing(long offset, String reason) {}

    private final String connector;
    private final MissedRecords missed;
    private final HealthCheckRegistry registry;
    private final Map<PartitionStream, Standing> standing = new ConcurrentHashMap<>();

    StandingPartitions(CamelContext context, String connector, MissedRecords missed) {
        super("camel", "wallaroo-records-" + connector);
        this.connector = connector;
        this.missed = missed;
        this.registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.register(this);
        }
    }

    void add(PartitionStream stream, long offset, String reason) {
        Standing before = standing.put(stream, new Standing(offset, reason));
        if (before == null || before.offset() != offset || !before.reason().equals(reason)) {
            LOG.warn("{}: {} stands still at offset {}: {}", connector, stream.partition(), offset, reason);
        }
    }

    /** A record of this partition is handed over. */
    void passing(PartitionStream stream, long offset) {
        Standing before = standing.isEmpty() ? null : standing.get(stream);
        if (before != null && offset > before.offset()) {
            standing.remove(stream);
            LOG.info("{}: {} goes on behind offset {}", connector, stream.partition(), before.offset());
        }
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        standing.keySet().removeIf(stream -> !stream.isHeld());
        Map<String, Standing> sorted = new TreeMap<>();
        standing.forEach((stream, at) -> sorted.put(stream.partition().toString(), at));
        builder.detail("missed.records", missed.total());
        if (sorted.isEmpty() && missed.total() == 0) {
            builder.up();
        } else if (sorted.isEmpty()) {
            builder.up()
                    .message(connector + ": " + missed.total() + " records gone before they were read, the last as "
                            + missed.last());
        } else {
            builder.down()
                    .message(connector + ": " + sorted.entrySet()
                            .stream()
                            .map(each -> each.getKey() + " stands still at offset " + each.getValue().offset() + ": "
                                    + each.getValue().reason())
                            .collect(Collectors.joining("; ")));
        }
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.unregister(this);
        }
    }
}
