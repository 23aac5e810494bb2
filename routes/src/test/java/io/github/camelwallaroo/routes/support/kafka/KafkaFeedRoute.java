package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.camel.CamelContext;

import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.runner.TemplateRoutes;

/** {@code kafka_source} as shipped, in a group that is quick to notice who is gone. */
final class KafkaFeedRoute {

    static final String CONNECTOR = "numbers";
    static final String ALIAS = "plant";

    /** How long the group lets a member be silent. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    private KafkaFeedRoute() {}

    static void addTo(CamelContext context, String bootstrapServers, String topic, String group, int workerPort)
            throws Exception {
        addTo(context, bootstrapServers, topic, group, workerPort, Map.of("protocol", "1", "resilience", "true"));
    }

    static void addTo(CamelContext context, String bootstrapServers, String topic, String group, int workerPort,
            Map<String, String> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("connector", CONNECTOR);
        parameters.put("wallarooPort", String.valueOf(workerPort));
        parameters.put("topics", topic);
        parameters.put("bootstrap_brokers", bootstrapServers);
        parameters.put("consumer_group", group);
        parameters.put("alias", ALIAS);
        parameters.put("handOverTimeout", "3000");
        parameters.put("options", "&sessionTimeoutMs=3000&heartbeatIntervalMs=500&maxPollIntervalMs="
                + LONGEST_PAUSE.toMillis());
        parameters.putAll(more);
        new TemplateRoutes(new ConnectorCatalog().find("kafka_source").orElseThrow(), "feed", parameters)
                .addTo(context);
    }
}
