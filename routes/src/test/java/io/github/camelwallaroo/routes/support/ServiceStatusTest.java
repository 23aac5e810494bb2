package io.github.camelwallaroo.routes.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ServiceStatusTest {

    @RegisterExtension
    final CapturedLog log = new CapturedLog(ServiceStatus.class.getName());

    private final CamelContext context = new DefaultCamelContext();
    private ServiceStatus status;

    @BeforeEach
    void start() {
        context.start();
        status = new ServiceStatus(context, "feed", "Redis at 127.0.0.1:6379");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void shouldBeDownUntilTheServiceCanBeUsed() {
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).hasValue("feed: Redis at 127.0.0.1:6379 cannot be used: not connected yet");

        status.up();

        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(log.lines()).containsExactly("INFO feed: connected with Redis at 127.0.0.1:6379");
    }

    @Test
    void shouldSayEachReasonOnceAndWhenItIsOver() {
        for (int i = 0; i < 100; i++) {
            status.down("nobody listens there; look at parameters host and port");
        }
        status.down("it wants another password; look at parameter password");
        assertThat(health().getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(health().getMessage()).get().asString().endsWith("look at parameter password");
        status.up();
        status.up();

        assertThat(health().getState()).isEqualTo(HealthCheck.State.UP);
        assertThat(log.lines()).satisfiesExactly(
                first -> assertThat(first)
                        .startsWith("WARN feed: Redis at 127.0.0.1:6379 cannot be used: nobody listens"
                                + " there; look at parameters host and port; it is tried again"),
                second -> assertThat(second).contains("look at parameter password"),
                third -> assertThat(third).startsWith("INFO feed: Redis at 127.0.0.1:6379 can be used again"));
    }

    @Test
    void shouldTakeItsHealthCheckBack() {
        status.close();

        assertThat(HealthCheckHelper.invoke(context)).noneMatch(each -> each.getCheck().getId().contains("feed"));
    }

    private HealthCheck.Result health() {
        return HealthCheckHelper.invoke(context, "wallaroo-service-feed", Map.of()).orElseThrow();
    }
}
