package io.github.camelwallaroo.routes.support.kinesis;

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
 * Which shards stand still at a record that cannot be handed over, and why: one line in the log for each such record, and a
 * readiness check that is DOWN while there is one. Any thread.
 */
final class StandingShards extends AbstractHealthCheck implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StandingShards.class);

    private record Standing(long id, String sequenceNumber, String reason) {}

    private final String connector;
    private final HealthCheckRegistry registry;
    private final Map<String, Standing> standing = new ConcurrentHashMap<>();

    StandingShards(CamelContext context, String connector) {
        super("camel", "wallaroo-records-" + connector);
        this.connector = connector;
        this.registry = HealthCheckRegistry.get(context);
        if (registry != null) {
            registry.register(this);
        }
    }

    void add(String shard, long id, String sequenceNumber, String reason) {
        Standing now = new Standing(id, sequenceNumber, reason);
        if (!now.equals(standing.put(shard, now))) {
            LOG.warn("{}: {} stands still at sequence number {}: {}", connector, shard, sequenceNumber, reason);
        }
    }

    /** A record of this shard is handed over. */
    void passing(String shard, long id) {
        Standing before = standing.isEmpty() ? null : standing.get(shard);
        if (before != null && id > before.id()) {
            standing.remove(shard);
            LOG.info("{}: {} goes on behind sequence number {}", connector, shard, before.sequenceNumber());
        }
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        Map<String, Standing> sorted = new TreeMap<>(standing);
        if (sorted.isEmpty()) {
            builder.up();
        } else {
            builder.down()
                    .message(connector + ": " + sorted.entrySet()
                            .stream()
                            .map(each -> each.getKey() + " stands still at sequence number "
                                    + each.getValue().sequenceNumber() + ": " + each.getValue().reason())
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
