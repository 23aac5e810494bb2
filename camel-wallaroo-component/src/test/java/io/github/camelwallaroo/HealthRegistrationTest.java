package io.github.camelwallaroo;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class HealthRegistrationTest {

    @Test
    void shouldKeepBothChecksOfTwoEndpointsThatHaveTheSameName() throws Exception {
        try (CamelContext context = new DefaultCamelContext()) {
            HealthCheckRegistry registry = HealthCheckRegistry.get(context);
            HealthRegistration first = HealthRegistration.of(context, "wallaroo-sink-a", () -> null);
            HealthRegistration second = HealthRegistration.of(context, "wallaroo-sink-a", () -> null);
            assertThat(registry.getCheck("wallaroo-sink-a")).isPresent();
            assertThat(registry.getCheck("wallaroo-sink-a-2")).isPresent();

            first.remove();
            assertThat(registry.getCheck("wallaroo-sink-a")).isEmpty();
            assertThat(registry.getCheck("wallaroo-sink-a-2")).isPresent();

            second.remove();
            assertThat(registry.getCheckIDs()).doesNotContain("wallaroo-sink-a", "wallaroo-sink-a-2");
        }
    }
}
