package io.github.camelwallaroo.routes.support.kafka;

import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.convert.ConversionException;
import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.routes.support.RouteFailureHandler;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.SourceConnectors;
import io.github.camelwallaroo.source.SourceConnector;

/**
 * Ties the positions of a {@code kafka:} endpoint to a {@code wallaroo:} endpoint's: the group's offset follows what the
 * worker acknowledged (generation 1 with resilience) or what was written (else), reading begins and begins again where the
 * worker stands, and pauses while it takes nothing. It has three places in a route:
 *
 * <pre>{@code
 * from("kafka:readings?kafkaClientFactory=#source&exceptionHandler=#source&clientId=feed&...")
 *         .process("source")
 *         .to("wallaroo:feed?protocol=1&resilience=true&completion=accepted");
 * }</pre>
 *
 * <p>
 * Each partition is a stream, {@code <connector>/<alias>/<topic>-<partition>}. <b>A record's message id is its offset + 1</b>,
 * so that ids start at 1: the acknowledged id is the offset to be committed.
 *
 * <p>
 * <b>The contract</b>: the group's offset of a partition never lies ahead of the position that the worker acknowledged for
 * its stream, but for records that went to the dead letter endpoint or were passed over as they should be. For that the route
 * hands its records over in the order in which they came, in the thread that polls.
 *
 * <p>
 * Set the properties before the route starts. One of these for each route.
 */
public class KafkaSource extends KafkaClients implements Processor, RouteFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSource.class);
    private static final LongSupplier MILLIS = () -> System.nanoTime() / 1_000_000;

    private final KafkaSourceSettings settings = new KafkaSourceSettings();
    private final AtomicInteger consumers = new AtomicInteger();
    private volatile Link link;

    /** A connector, who holds its streams, and what becomes of records that it does not take. */
    private record Link(SourceConnector connector, ConnectorStreams streams, StreamOwners owners, MissedRecords missed,
            RecordFailures failures, ServiceStatus status) {

        void close() throws Exception {
            missed.close();
            failures.close();
            status.close();
        }
    }

    /** The topics, comma-separated, or a regular expression; what the endpoint reads, for messages about it. */
    public void setTopics(String topics) {
        settings.topics = topics;
    }

    /** Whether {@link #setTopics} is a regular expression. */
    public void setTopicIsPattern(boolean pattern) {
        settings.pattern = pattern;
    }

    /** The consumer group; empty: the connector's name. */
    public void setGroup(String group) {
        settings.group = group;
    }

    /** What this cluster is called in names of streams; the same after each restart. */
    public void setAlias(String alias) {
        settings.alias = alias;
    }

    /**
     * How long, in milliseconds, a partition that goes to another consumer, or a consumer that stops, waits for the last
     * acknowledgements: longer than the worker's checkpoints are apart, shorter than {@code max.poll.interval.ms}.
     */
    public void setHandOverTimeout(long handOverTimeout) {
        settings.handOverMillis = handOverTimeout;
    }

    /** How a record's key becomes a message's: {@code text}, {@code base64} or {@code none}. */
    public void setKeys(String keys) {
        settings.keys = RecordMessage.Keys.of(keys);
    }

    /** What becomes of a record without a value: {@code reject}, {@code empty} or {@code skip}. */
    public void setTombstones(String tombstones) {
        settings.tombstones = Tombstones.of(tombstones);
    }

    /** The URI of an endpoint that takes records that cannot be handed over; empty: their partitions stand still. */
    public void setDeadLetter(String uri) {
        settings.deadLetter = uri;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Consumer getConsumer(Properties kafkaProps) {
        if (!areOurs(kafkaProps)) {
            return createConsumer(kafkaProps);
        }
        Properties own = new Properties();
        own.putAll(kafkaProps);
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        own.put(CommonClientConfigs.CLIENT_ID_CONFIG, connector() + "-" + consumers.incrementAndGet());
        own.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group.isEmpty() ? connector() : settings.group);
        Link to = connect();
        BrokerWatch watch = new BrokerWatch(to.status(), brokers(), settings.topics, settings.pattern, MILLIS);
        StartPolicy policy = StartPolicy.takeOver(own);
        return positioned(PatientConsumer.of(() -> createConsumer(ours(own)), watch, policy), to, policy,
                pollRecords(own));
    }

    private static int pollRecords(Properties properties) {
        Object given = properties.get(ConsumerConfig.MAX_POLL_RECORDS_CONFIG);
        return given == null ? ConsumerConfig.DEFAULT_MAX_POLL_RECORDS : Integer.parseInt(given.toString());
    }

    /** Kafka's own. */
    @SuppressWarnings("rawtypes")
    Consumer createConsumer(Properties properties) {
        return super.getConsumer(properties);
    }

    private <K, V> Consumer<K, V> positioned(Consumer<K, V> consumer, Link to, StartPolicy policy, int pollRecords) {
        PartitionStreams streams = new PartitionStreams(consumer, to.streams(), to.owners(),
                new StartOffsets(consumer, to.streams(), policy, to.missed(), MILLIS),
                partition -> RecordPosition.stream(connector(), settings.alias, partition), MILLIS, pollRecords);
        return ConsumerProxy.of(consumer, new PositionedConsumer<>(consumer, streams, settings.handOverMillis, MILLIS));
    }

    /** The same for all consumers of a route, until it is stopped and started again. */
    private synchronized Link connect() {
        SourceConnector current = SourceConnectors.named(getCamelContext(), connector());
        if (link == null || link.connector() != current) {
            close();
            MissedRecords missed = new MissedRecords(getCamelContext(), connector());
            link = new Link(current, ConnectorStreams.of(current), new StreamOwners(), missed,
                    new RecordFailures(getCamelContext(), connector(), settings.deadLetter, missed, MILLIS), status());
        }
        return link;
    }

    /** Names stream, id, key and time of a record; a record that the stream does not take now ends here, and comes again. */
    @Override
    public void process(Exchange exchange) throws ConversionException {
        Link present = link;
        if (present == null) {
            throw new IllegalStateException(
                    "the kafka: endpoint in front of this step commits offsets by itself; expected"
                            + " kafkaClientFactory and exceptionHandler with this bean, and clientId="
                            + connector());
        }
        Message record = exchange.getMessage();
        String name = stream(record);
        PartitionStream stream = present.owners().owner(name);
        if (stream == null || !stream.takesRecords()) {
            exchange.setRouteStop(true);
            return;
        }
        long id = id(record);
        stream.giving(id);
        present.failures().passing(stream, id);
        if (record.getBody() == null && settings.tombstones.handle(record)) {
            stream.passedOver(id);
            exchange.setRouteStop(true);
            return;
        }
        record.setHeader(WallarooConstants.STREAM, name);
        record.setHeader(WallarooConstants.MESSAGE_ID, id);
        RecordMessage.name(record, settings.keys);
    }

    /** From the endpoint, in the thread that polls: the route failed with this record. */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        Link present = link;
        if (exchange == null || present == null) {
            LOG.warn("{}: {} ({})", connector(), message == null ? "the consumer failed" : message,
                    exception.toString());
            return;
        }
        Message record = exchange.getMessage();
        PartitionStream stream = present.owners().owner(stream(record));
        if (stream != null && stream.takesRecords()) {
            present.failures().failed(stream, id(record), exchange, exception);
        }
    }

    private String stream(Message record) {
        return RecordPosition.stream(connector(), settings.alias,
                RecordMessage.header(record, KafkaConstants.TOPIC, String.class),
                RecordMessage.header(record, KafkaConstants.PARTITION, Integer.class));
    }

    private static long id(Message record) {
        return RecordPosition.messageId(RecordMessage.header(record, KafkaConstants.OFFSET, Long.class));
    }

    /** Takes its health checks back. */
    @Override
    public synchronized void close() {
        if (link != null) {
            try {
                link.close();
            } catch (Exception e) {
                LOG.debug("{}: {}", connector(), e.toString());
            }
            link = null;
        }
    }
}
