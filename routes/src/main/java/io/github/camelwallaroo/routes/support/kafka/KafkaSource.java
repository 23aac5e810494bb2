package io.github.camelwallaroo.routes.support.kafka;

import java.util.List;
import java.util.Properties;
import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.kafka.DefaultKafkaClientFactory;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.WallarooEndpoint;
import io.github.camelwallaroo.source.SourceConnector;

/**
 * Ties the positions of a {@code kafka:} endpoint to a {@code wallaroo:} endpoint's, generation 1: the group's offset follows
 * what the worker acknowledged, reading begins and begins again where the worker stands, and pauses while it takes nothing.
 * It is both the endpoint's {@code kafkaClientFactory} and the route's first step:
 *
 * <pre>{@code
 * from("kafka:readings?kafkaClientFactory=#source&additionalProperties.wallaroo.connector=feed&...")
 *         .process("source")
 *         .wireTap("wallaroo:feed?protocol=1&resilience=true&completion=written").executorService(new CallerThread())
 * }</pre>
 *
 * <p>
 * The additional property is needed, since Camel gives a factory that stands alone in the registry to every {@code kafka:}
 * endpoint: consumers without it are left as they are.
 *
 * <p>
 * Each partition is a stream, {@code <connector>/<alias>/<topic>-<partition>}. <b>A record's message id is its offset + 1</b>,
 * so that ids start at 1: the acknowledged id is the offset to be committed.
 *
 * <p>
 * <b>The contract</b>: the group's offset of a partition never lies ahead of the position that the worker acknowledged for
 * its stream. For that the route hands its records over in the order in which they came, in the thread that polls, and does
 * not wait for any of them to be acknowledged.
 *
 * <p>
 * Set the properties before the route starts. One of these for each route.
 */
public class KafkaSource extends DefaultKafkaClientFactory implements Processor, CamelContextAware {

    /** The additional property of the endpoint that names the connector, and so makes a consumer one of ours. */
    public static final String CONNECTOR_PROPERTY = "wallaroo.connector";

    private static final LongSupplier MILLIS = () -> System.nanoTime() / 1_000_000;

    private CamelContext camelContext;
    private String connector;
    private String alias = "kafka";
    private long handOverTimeout = 5_000;
    private volatile Link link;

    /** A connector and who holds its streams. */
    private record Link(SourceConnector connector, ConnectorStreams streams, StreamOwners owners) {}

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    /** The {@code NAME} of the {@code wallaroo:NAME} that the route sends to. */
    public void setConnector(String connector) {
        this.connector = connector;
    }

    /** What this cluster is called in names of streams; the same after each restart. */
    public void setAlias(String alias) {
        this.alias = alias;
    }

    /**
     * How long, in milliseconds, a partition that goes to another consumer, or a consumer that stops, waits for the last
     * acknowledgements: longer than the worker's checkpoints are apart, shorter than {@code max.poll.interval.ms}.
     */
    public void setHandOverTimeout(long handOverTimeout) {
        this.handOverTimeout = handOverTimeout;
    }

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Consumer getConsumer(Properties kafkaProps) {
        Properties own = new Properties();
        own.putAll(kafkaProps);
        Object marked = own.remove(CONNECTOR_PROPERTY);
        if (marked == null) {
            return createConsumer(own);
        }
        if (!marked.equals(connector)) {
            throw new IllegalArgumentException("additionalProperties." + CONNECTOR_PROPERTY + "=" + marked
                    + ", but this source belongs to connector " + connector + "; expected the same name");
        }
        own.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        Link to = connect();
        return positioned(createConsumer(own), to);
    }

    /** Kafka's own. */
    @SuppressWarnings("rawtypes")
    Consumer createConsumer(Properties properties) {
        return super.getConsumer(properties);
    }

    private <K, V> Consumer<K, V> positioned(Consumer<K, V> consumer, Link to) {
        PartitionStreams streams = new PartitionStreams(consumer, to.streams(), to.owners(),
                partition -> RecordPosition.stream(connector, alias, partition), MILLIS);
        return ConsumerProxy.of(consumer, new PositionedConsumer<>(consumer, streams, handOverTimeout, MILLIS));
    }

    /** The same for all consumers of a route, until it is stopped and started again. */
    private synchronized Link connect() {
        SourceConnector current = sourceConnector();
        if (link == null || link.connector() != current) {
            link = new Link(current, ConnectorStreams.of(current), new StreamOwners());
        }
        return link;
    }

    private SourceConnector sourceConnector() {
        List<SourceConnector> found = camelContext.getEndpoints()
                .stream()
                .filter(endpoint -> endpoint instanceof WallarooEndpoint wallaroo
                        && wallaroo.getName().equals(connector))
                .map(endpoint -> ((WallarooEndpoint) endpoint).getSourceConnector())
                .filter(started -> started != null)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " endpoints wallaroo:" + connector
                    + " are sent to; expected one,"
                    + " whose positions this source takes. Give the Kafka source the connector's name that its route has");
        }
        return found.get(0);
    }

    /** Names stream, id, key and time of a record; a record that the stream does not take now ends here, and comes again. */
    @Override
    public void process(Exchange exchange) {
        Link present = link;
        if (present == null) {
            throw new IllegalStateException(
                    "the kafka: endpoint in front of this step commits offsets by itself; expected"
                            + " kafkaClientFactory with this bean, and additionalProperties." + CONNECTOR_PROPERTY + "="
                            + connector);
        }
        Message record = exchange.getMessage();
        String stream = RecordPosition.stream(connector, alias, header(record, KafkaConstants.TOPIC, String.class),
                header(record, KafkaConstants.PARTITION, Integer.class));
        PartitionStream owner = present.owners().owner(stream);
        if (owner == null || !owner.takesRecords()) {
            exchange.setRouteStop(true);
            return;
        }
        record.setHeader(WallarooConstants.STREAM, stream);
        record.setHeader(WallarooConstants.MESSAGE_ID,
                RecordPosition.messageId(header(record, KafkaConstants.OFFSET, Long.class)));
        Object key = record.getHeader(KafkaConstants.KEY);
        if (key != null) {
            record.setHeader(WallarooConstants.KEY, key);
        }
        Long time = record.getHeader(KafkaConstants.TIMESTAMP, Long.class);
        if (time != null && time >= 0) {
            record.setHeader(WallarooConstants.EVENT_TIME, time);
        }
    }

    private static <T> T header(Message record, String name, Class<T> type) {
        T value = record.getHeader(name, type);
        if (value == null) {
            throw new IllegalArgumentException("a message without header " + name + " is not from a kafka: endpoint;"
                    + " put this step right behind it");
        }
        return value;
    }
}
