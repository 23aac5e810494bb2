package io.github.camelwallaroo.routes.support.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/**
 * A worker that carries what {@code feed} brings to {@code alerts}, keys and all, with resilience; and the two connectors as
 * they are shipped, from topic {@code in} to topic {@code out}.
 */
final class KafkaPipeline implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(90);
    static final String FEED = "wallaroo-service-feed";
    static final String ALERTS = "wallaroo-service-alerts";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final KafkaTopics topics;
    private final Path folder;
    private final EmbeddedWorker worker;

    /** @param folder for the worker's state and the sink's log */
    KafkaPipeline(KafkaTopics topics, Path folder, WorkerOptions options) throws Exception {
        this.topics = topics;
        this.folder = folder;
        this.worker = EmbeddedWorker.start(Application.named("carry")
                .source("carry", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("key-value"),
                        KeyValue.class)
                .toSink(SinkConnectorConfig.named("alerts").protocol(Protocol.V1).format("key-value"))
                .build(),
                options.withStateDir(folder.resolve("state")).checkpointInterval(Duration.ofMillis(200)));
        context.start();
    }

    KafkaPipeline(KafkaTopics topics, Path folder) throws Exception {
        this(topics, folder, WorkerOptions.defaults());
    }

    void source(Map<String, String> more) throws Exception {
        Map<String, Object> parameters = new HashMap<>(Map.of("connector", "feed", "topics", topics.name("in"),
                "consumer_group", topics.name("group"), "wallarooPort", String.valueOf(worker.sourcePort("feed")),
                "protocol", "1", "resilience", "true", "format", "key-value"));
        parameters.putAll(more);
        Templates.add(context, "kafka_source", parameters);
    }

    void sink(Map<String, String> more) throws Exception {
        Templates.add(context, "kafka_sink", sinkParameters(more));
    }

    /** For a sink in another process. */
    Map<String, Object> sinkParameters(Map<String, String> more) {
        Map<String, Object> parameters = new HashMap<>(Map.of("connector", "alerts", "topic", topics.name("out"),
                "listenPort", String.valueOf(worker.sinkPort("alerts")), "protocol", "1", "resilience", "true",
                "format", "key-value", "transactionLog", folder.resolve("alerts").toString(), "retryDelay", "1000"));
        parameters.putAll(more);
        return parameters;
    }

    void awaitDown(String check, String... parts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(health(check)).startsWith("DOWN").contains(parts));
    }

    void awaitUp(String check) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(health(check)).startsWith("UP"));
    }

    String health(String check) {
        return Templates.health(context, check);
    }

    EmbeddedWorker worker() {
        return worker;
    }

    DefaultCamelContext context() {
        return context;
    }

    @Override
    public void close() {
        context.stop();
        worker.kill();
    }
}
