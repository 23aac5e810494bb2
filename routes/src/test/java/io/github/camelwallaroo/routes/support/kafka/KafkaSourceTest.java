package io.github.camelwallaroo.routes.support.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** The bean between Kafka's own mock and an embedded worker. */
class KafkaSourceTest {

    private static final TopicPartition PARTITION = new TopicPartition("readings", 3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>(OffsetResetStrategy.EARLIEST);
    private Properties created;
    private final KafkaSource source = new KafkaSource() {

        @Override
        @SuppressWarnings("rawtypes")
        Consumer createConsumer(Properties properties) {
            created = properties;
            return kafka;
        }
    };
    private EmbeddedWorker worker;

    @BeforeEach
    void start() throws Exception {
        worker = EmbeddedWorker.start(Application.named("readings")
                .source("readings", SourceConnectorConfig.named("feed").protocol(Protocol.V1), byte[].class)
                .toSink(TransactionalMemorySink.named("seen"))
                .build(), WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofMillis(50)));
        source.setCamelContext(context);
        source.setConnector("feed");
        source.setAlias("plant");
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("wallaroo:feed?protocol=1&resilience=true&completion=accepted&port="
                        + worker.sourcePort("feed"));
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
        worker.kill();
    }

    @Test
    void shouldNameStreamIdKeyAndTimeOfARecordThatIsTaken() throws Exception {
        Consumer<?, ?> consumer = assigned();
        await().atMost(PATIENCE).untilAsserted(() -> {
            consumer.poll(Duration.ZERO);
            assertThat(kafka.paused()).isEmpty();
        });

        Exchange record = record(
                Map.of(KafkaConstants.KEY, "boiler".getBytes(UTF_8), KafkaConstants.TIMESTAMP, 1_700_000_000_000L));
        source.process(record);

        assertThat(record.isRouteStop()).isFalse();
        assertThat(record.getMessage().getHeaders()).containsEntry(WallarooConstants.STREAM, "feed/plant/readings-3")
                .containsEntry(WallarooConstants.MESSAGE_ID, 42L)
                .containsEntry(WallarooConstants.KEY, "boiler")
                .containsEntry(WallarooConstants.EVENT_TIME, 1_700_000_000_000L);
    }

    @Test
    void shouldNameNeitherKeyNorTimeWhereTheRecordHasNone() throws Exception {
        Consumer<?, ?> consumer = assigned();
        await().atMost(PATIENCE).untilAsserted(() -> {
            consumer.poll(Duration.ZERO);
            assertThat(kafka.paused()).isEmpty();
        });

        Exchange record = record(Map.of(KafkaConstants.TIMESTAMP, -1L));
        source.process(record);

        assertThat(record.getMessage().getHeaders()).containsKey(WallarooConstants.MESSAGE_ID)
                .doesNotContainKeys(WallarooConstants.KEY, WallarooConstants.EVENT_TIME);
    }

    @Test
    void shouldEndARecordWhoseStreamDoesNotTakeIt() throws Exception {
        assigned();

        Exchange record = record(Map.of());
        source.process(record);

        assertThat(record.isRouteStop()).isTrue();
        assertThat(record.getMessage().getHeaders()).doesNotContainKey(WallarooConstants.STREAM);
    }

    @Test
    void shouldCommitByItselfAndNotByKafka() {
        assigned();

        assertThat(created).containsEntry("enable.auto.commit", "false")
                .containsEntry("group.id", "feed")
                .containsEntry("client.id", "feed-1");
    }

    @Test
    void shouldLeaveConsumersAloneThatAreNotMarked() {
        Properties others = new Properties();
        others.put("enable.auto.commit", "true");

        assertThat((Object) source.getConsumer(others)).isSameAs(kafka);
        assertThat(created).containsEntry("enable.auto.commit", "true");
        assertThatThrownBy(() -> source.process(record(Map.of()))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("clientId=feed");
    }

    @Test
    void shouldSayWhichEndpointIsMissing() {
        source.setConnector("food");

        assertThatThrownBy(() -> source.getConsumer(properties("food"))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0 endpoints wallaroo:food");
        assertThat(created).isNull();
    }

    @Test
    void shouldSayWhatAMessageLacksThatIsNotFromKafka() {
        assigned();

        assertThatThrownBy(() -> source.process(new DefaultExchange(context)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(KafkaConstants.TOPIC);
    }

    private Consumer<?, ?> assigned() {
        Consumer<?, ?> consumer = source.getConsumer(properties("feed"));
        kafka.updateBeginningOffsets(Map.of(PARTITION, 0L));
        kafka.updateEndOffsets(Map.of(PARTITION, 100L));
        consumer.subscribe(List.of("readings"), new ConsumerRebalanceListener() {

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {}

            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}
        });
        consumer.poll(Duration.ZERO);
        kafka.rebalance(List.of(PARTITION));
        return consumer;
    }

    private static Properties properties(String connector) {
        Properties properties = new Properties();
        properties.put("client.id", connector);
        properties.put("enable.auto.commit", "true");
        return properties;
    }

    private Exchange record(Map<String, Object> more) {
        Map<String, Object> headers = new HashMap<>(more);
        headers.put(KafkaConstants.TOPIC, PARTITION.topic());
        headers.put(KafkaConstants.PARTITION, PARTITION.partition());
        headers.put(KafkaConstants.OFFSET, 41L);
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setHeaders(headers);
        exchange.getMessage().setBody(new byte[4]);
        return exchange;
    }
}
