package io.github.camelwallaroo.camel3.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.testservices.faults.ReservedPort;

/** The template where there is no broker. */
class RabbitMqSourceTest {

    @Test
    void shouldStartARouteOfTheTemplateAndSayWhatIsMissing() throws Exception {
        try (ReservedPort nobody = ReservedPort.any(); CamelContext context = new DefaultCamelContext()) {
            context.start();
            String amqpurl = "amqp://ann:secret@127.0.0.1:" + nobody.number() + "/";

            context.addRoutes(new RabbitMqSource());
            TemplatedRouteBuilder.builder(context, "rabbitmq_source")
                    .routeId("celsius-feed")
                    .parameter("connector", "celsius_feed")
                    .parameter("application", "celsius")
                    .parameter("amqpurl", amqpurl)
                    .parameter("queue", "readings")
                    .add();

            assertThat(context.getRouteController().getRouteStatus("celsius-feed")).isEqualTo(ServiceStatus.Started);
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(health(context)).contains("nobody listens", "amqpurl")
                            .doesNotContain("secret"));
        }
    }

    private static String health(CamelContext context) {
        return HealthCheckHelper.invoke(context, "wallaroo-service-celsius_feed", Map.of())
                .map(each -> each.getState() + " " + each.getMessage().orElse(""))
                .orElse("no check");
    }
}
