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
        HealthCheck check = new WallarooHealthCheck(free(registry, id), health);
        registry.register(check);
        return new HealthRegistration(registry, check);
    }

    /** Two endpoints of one context may have the same connector's name. */
    private static String free(HealthCheckRegistry registry, String id) {
        String free = id;
        for (int number = 2; registry.getCheck(free).isPresent(); number++) {
            free = id + "-" + number;
        }
        return free;
    }

    void remove() {
        if (registry != null) {
            registry.unregister(check);
        }
    }
}
