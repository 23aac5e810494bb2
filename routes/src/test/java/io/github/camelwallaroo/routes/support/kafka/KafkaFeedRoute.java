package io.github.camelwallaroo.routes.support.kafka;

import java.time.Duration;

import org.apache.camel.LoggingLevel;
import org.apache.camel.builder.RouteBuilder;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

import io.github.camelwallaroo.routes.support.CallerThread;
import io.github.camelwallaroo.source.StreamException;
import io.github.camelwallaroo.transport.NotSentException;

/** What {@code kafka_source} comes down to: the standard endpoints, and one bean between them. */
final class KafkaFeedRoute extends RouteBuilder {

    static final String CONNECTOR = "numbers";
    static final String ALIAS = "plant";

    /** How long the group lets a member be silent. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(6);

    private final String bootstrapServers;
    private final String topic;
    private final String group;
    private final int workerPort;

    KafkaFeedRoute(String bootstrapServers, String topic, String group, int workerPort) {
        this.bootstrapServers = bootstrapServers;
        this.topic = topic;
        this.group = group;
        this.workerPort = workerPort;
    }

    @Override
    public void configure() {
        KafkaSource source = new KafkaSource();
        source.setConnector(CONNECTOR);
        source.setAlias(ALIAS);
        source.setHandOverTimeout(3_000);
        getContext().getRegistry().bind("source", source);
        // What a stream that rewinds or stops gives back comes again by itself.
        onException(StreamException.class, NotSentException.class).handled(true).log(LoggingLevel.DEBUG, "given back");
        from("kafka:" + topic + "?brokers=" + bootstrapServers + "&groupId=" + group + "&kafkaClientFactory=#source"
                + "&additionalProperties." + KafkaSource.CONNECTOR_PROPERTY + "=" + CONNECTOR
                + "&autoOffsetReset=earliest&pollTimeoutMs=500&pollOnError=RETRY&sessionTimeoutMs=3000"
                + "&maxPollIntervalMs=" + LONGEST_PAUSE.toMillis() + "&heartbeatIntervalMs=500&partitionAssignor="
                + CooperativeStickyAssignor.class.getName()
                + "&keyDeserializer=" + ByteArrayDeserializer.class.getName()
                + "&valueDeserializer=" + ByteArrayDeserializer.class.getName())
                .routeId("feed")
                .process(source)
                .wireTap("wallaroo:" + CONNECTOR + "?protocol=1&resilience=true&completion=written&port=" + workerPort)
                .executorService(new CallerThread());
    }
}
