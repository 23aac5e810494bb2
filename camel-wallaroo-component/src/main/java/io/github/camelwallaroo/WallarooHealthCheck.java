package io.github.camelwallaroo;

import java.util.Map;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import io.github.camelwallaroo.metrics.ConnectorMetrics;
import io.github.camelwallaroo.metrics.Metric;

/** Readiness of one connector's side towards Wallaroo; what it says is meant for the operator who has to act. */
final class WallarooHealthCheck extends AbstractHealthCheck {

    private final Supplier<ConnectorHealth> health;

    WallarooHealthCheck(String id, Supplier<ConnectorHealth> health) {
        super("camel", id);
        this.health = health;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        ConnectorHealth now = health.get();
        builder.message(now.text());
        ConnectorMetrics metrics = now.metrics();
        for (Metric metric : Metric.values()) {
            builder.detail(metric.metricName(), metrics.get(metric));
        }
        now.outputs()
                .forEach(output -> builder.detail("wallaroo.output." + output.stream(), SinkStreamReport.text(output)));
        if (now.up()) {
            builder.up();
        } else {
            builder.down();
        }
    }
}
