package io.github.camelwallaroo;

import java.util.function.Supplier;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;

/** A health check while its connector runs. Health is optional: in a context without it this does nothing. */
final class HealthRegistration {

    private final HealthCheckRegistry registry;
    private final HealthCheck check;

    private HealthRegistration(HealthCheckRegistry registry, HealthCheck check) {
        this.registry = registry;
        this.check = check;
    }

    static HealthRegistration of(CamelContext context, String id, Supplier<ConnectorHealth> health) {
        HealthCheckRegistry registry = HealthCheckRegistry.get(context);
        if (registry == null) {
            return new HealthRegistration(null, null);
        }
        // Camel's repository of producers' checks is off by default; a worker that is away must show without any option.
        HealthCheck check = new WallarooHealthCheck(id, health);
        registry.register(check);
        return new HealthRegistration(registry, check);
    }

    void remove() {
        if (registry != null) {
            registry.unregister(check);
        }
    }
}
