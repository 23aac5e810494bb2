package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.camel.CamelContext;

/** {@code kafka_source} as shipped, in a group that is quick to notice who is gone. */
final class KafkaFeedRoute {

    static final String CONNECTOR = "numbers";
    static final String ALIAS = "plant";

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    private KafkaFeedRoute() {}

    static void addTo(CamelContext context, String bootstrapServers, String topic, String group, int workerPort)
            throws Exception {
        Templates.add(context, "kafka_source", parameters(bootstrapServers, topic, group, workerPort));
    }

    /** The same in a group that does not lose a member that is held up, unless it asks for no records for so long. */
    static Map<String, Object> patient(Map<String, Object> parameters, Duration longestPause) {
        Map<String, Object> patient = new HashMap<>(parameters);
        patient.put("options", "&sessionTimeoutMs=60000&maxPollIntervalMs=" + longestPause.toMillis());
        return patient;
    }

    static Map<String, Object> parameters(String bootstrapServers, String topic, String group, int workerPort) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("connector", CONNECTOR);
        parameters.put("wallarooPort", String.valueOf(workerPort));
        parameters.put("protocol", "1");
        parameters.put("resilience", "true");
        parameters.put("topics", topic);
        parameters.put("bootstrap_brokers", bootstrapServers);
        parameters.put("consumer_group", group);
        parameters.put("alias", ALIAS);
        parameters.put("handOverTimeout", "3000");
        parameters.put("options", "&sessionTimeoutMs=3000&heartbeatIntervalMs=500&maxPollIntervalMs="
                + LONGEST_PAUSE.toMillis());
        return parameters;
    }
}
