package io.github.camelwallaroo.routes.support.kinesis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.LongSupplier;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.component.aws2.kinesis.Kinesis2Constants;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.WallarooConstants;
import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.routes.support.RouteFailureHandler;
import io.github.camelwallaroo.routes.support.ServiceStatus;
import io.github.camelwallaroo.routes.support.SourceConnectors;
import io.github.camelwallaroo.routes.support.aws.AwsTrouble;
import io.github.camelwallaroo.sink.SinkSessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/**
 * Ties the positions of an {@code aws2-kinesis:} endpoint to a {@code wallaroo:} endpoint's: reading begins and begins again
 * where the worker stands, pauses while it takes nothing, follows shards that are split and merged, and does not notice that
 * iterators expire. It has three places in a route:
 *
 * <pre>{@code
 * from("aws2-kinesis:readings?amazonKinesisClient=#source&exceptionHandler=#source&applicationName=feed&...")
 *         .process("source")
 *         .to("wallaroo:feed?protocol=1&resilience=true&completion=accepted");
 * }</pre>
 *
 * <p>
 * Each shard is a stream, {@code <connector>/<alias>/<stream>/<shard>}. Sequence numbers have up to 128 digits; <b>a record's
 * message id is its place in its shard</b>, counted from 1 for the first one that was read. Which number has which id is kept in a
 * {@link ShardJournal}, before the worker can know of it.
 *
 * <p>
 * <b>The contract</b>: no record is behind a position that the worker acknowledged, or the journal notes as safe, unless it was
 * handed over or the dead letter endpoint has it. For that the route hands its records over in the order in which they came, in
 * the thread that reads.
 *
 * <p>
 * Set the properties before the route starts. One of these for each route.
 */
public class KinesisSource extends KinesisBean implements Processor, RouteFailureHandler {

    private static final Logger LOG = LoggerFactory.getLogger(KinesisSource.class);
    private static final LongSupplier MILLIS = () -> System.nanoTime() / 1_000_000;
    private static final String PROPERTY = "wallaroo.kinesis.id";

    private String shard = "";
    private String alias = "kinesis";
    private String iteratorType = "TRIM_HORIZON";
    private String timestamp = "";
    private String sequenceNumber = "";
    private long readInterval = 250;
    private String journal = "";
    private String deadLetter = "";
    private volatile Link link;

    /** A connector, the shards that are read for it, and what becomes of records that it does not take. */
    private record Link(SourceConnector connector, ConnectorStreams streams, RecordFailures failures,
            StreamTrouble trouble, Shards shards) {}

    /** The only shard to be read, with those that come of it; empty: all. */
    public void setShard(String shard) {
        this.shard = shard;
    }

    /** What this Kinesis is called in names of streams; the same after each restart. */
    public void setAlias(String alias) {
        this.alias = alias;
    }

    /** Where to begin in shards of which nothing was read, as AWS calls it. */
    public void setIteratorType(String iteratorType) {
        this.iteratorType = iteratorType;
    }

    /** For {@code AT_TIMESTAMP}. */
    public void setMessageTimestamp(String timestamp) {
        this.timestamp = timestamp;
    }

    /** For {@code AT_SEQUENCE_NUMBER} and {@code AFTER_SEQUENCE_NUMBER}. */
    public void setSequenceNumber(String sequenceNumber) {
        this.sequenceNumber = sequenceNumber;
    }

    /** The least time, in milliseconds, between two reads of one shard. */
    public void setReadInterval(long readInterval) {
        this.readInterval = readInterval;
    }

    /** The directory of the journal; empty: one of the connector's name under the user's state directory. */
    public void setJournal(String journal) {
        this.journal = journal;
    }

    /** The URI of an endpoint that takes records that cannot be handed over; empty: their shards stand still. */
    public void setDeadLetter(String uri) {
        this.deadLetter = uri;
    }

    @Override
    KinesisClient ownClient() {
        // Said before the route starts, since it is for a person to repair.
        ShardStart start = ShardStart.of(iteratorType, timestamp, sequenceNumber, !shard.isEmpty());
        return new ShardClient(() -> shards(start));
    }

    /** Those of the present connector; null while they cannot be read. */
    private synchronized Shards shards(ShardStart start) {
        if (getCamelContext().isStopping()) {
            return link == null ? null : link.shards();
        }
        SourceConnector current = SourceConnectors.named(getCamelContext(), connector());
        if (link == null || link.connector() != current) {
            closeLink();
            ConnectorStreams streams = ConnectorStreams.of(current);
            link = new Link(current, streams, new RecordFailures(getCamelContext(), connector(), deadLetter, MILLIS),
                    new StreamTrouble(new ServiceStatus(getCamelContext(), connector(), service())), null);
        }
        if (link.shards() == null) {
            openJournal(start);
        }
        return link.shards();
    }

    private void openJournal(ShardStart start) {
        Path file = (journal.isEmpty() ? SinkSessionOptions.defaultTransactionLog(connector()) : Path.of(journal))
                .resolve("shards-" + alias + "-" + stream());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            ShardJournal opened = ShardJournal.open(file);
            LOG.info("{}: where shards stand is kept in {}", connector(), opened.path());
            ShardSettings settings = new ShardSettings(connector(), stream(), shard, alias, start, readInterval);
            link = new Link(link.connector(), link.streams(), link.failures(), link.trouble(),
                    new Shards(settings, new Access(), opened, link.streams(), link.trouble(), MILLIS));
            link.trouble().mended(StreamTrouble.JOURNAL);
        } catch (IOException e) {
            link.trouble()
                    .found(StreamTrouble.JOURNAL, "the journal " + file + " cannot be used (" + e.getMessage()
                            + "); see journal");
        }
    }

    private final class Access implements Shards.KinesisAccess {

        @Override
        public KinesisClient client() {
            return aws();
        }

        @Override
        public String text(Throwable failure) {
            return AwsTrouble.text(failure, account(), "stream", stream());
        }
    }

    /** Names stream, id, key and time of a record; a record that the stream does not take now ends here, and comes again. */
    @Override
    public void process(Exchange exchange) {
        Message record = exchange.getMessage();
        String shardId = header(record, Kinesis2Constants.SHARD_ID, String.class);
        Link present = link;
        ShardStream stream = present == null || present.shards() == null ? null : present.shards().stream(shardId);
        long id = stream == null ? 0 : stream.handOver(header(record, Kinesis2Constants.SEQUENCE_NUMBER, String.class));
        if (id == 0) {
            exchange.setRouteStop(true);
            return;
        }
        exchange.setProperty(PROPERTY, id);
        present.failures().passing(shardId, id);
        if (present.streams().isSafeWhenDone()) {
            exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
                @Override
                public void onComplete(Exchange done) {
                    stream.done(id);
                }
            });
        }
        record.setHeader(WallarooConstants.STREAM, stream.name());
        record.setHeader(WallarooConstants.MESSAGE_ID, id);
        record.setHeader(WallarooConstants.KEY, record.getHeader(Kinesis2Constants.PARTITION_KEY));
        Instant arrival = record.getHeader(Kinesis2Constants.APPROX_ARRIVAL_TIME, Instant.class);
        if (arrival != null) {
            record.setHeader(WallarooConstants.EVENT_TIME, arrival.toEpochMilli());
        }
    }

    private static <T> T header(Message record, String name, Class<T> type) {
        T value = record.getHeader(name, type);
        if (value == null) {
            throw new IllegalArgumentException("a message without header " + name + " is not from an aws2-kinesis:"
                    + " endpoint; put this step right behind it");
        }
        return value;
    }

    /** From the endpoint: the route failed with this record. */
    @Override
    public void handleException(String message, Exchange exchange, Throwable exception) {
        Link present = link;
        Long id = exchange == null ? null : exchange.getProperty(PROPERTY, Long.class);
        ShardStream stream = id == null || present == null
                ? null
                : present.shards()
                        .stream(exchange.getMessage().getHeader(Kinesis2Constants.SHARD_ID, String.class));
        if (stream == null) {
            LOG.warn("{}: {} ({})", connector(), message == null ? "the consumer failed" : message,
                    exception.toString());
            return;
        }
        present.failures()
                .failed(stream, id, exchange.getMessage().getHeader(Kinesis2Constants.SEQUENCE_NUMBER, String.class),
                        exchange, exception);
    }

    private void closeLink() {
        Link last = link;
        link = null;
        if (last != null) {
            try {
                last.failures().close();
                if (last.shards() == null) {
                    last.trouble().close();
                } else {
                    last.shards().close();
                }
            } catch (Exception e) {
                LOG.warn("{}: {}", connector(), e.getMessage());
            }
        }
    }

    @Override
    public synchronized void close() {
        closeLink();
        super.close();
    }
}
