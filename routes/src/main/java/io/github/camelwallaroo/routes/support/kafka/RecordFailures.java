package io.github.camelwallaroo.routes.support.kafka;

import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.DeadLetter;
import io.github.camelwallaroo.routes.support.PeriodicCount;
import io.github.camelwallaroo.routes.support.RouteStop;
import io.github.camelwallaroo.source.StreamException;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * What becomes of a record that could not be handed over. None is skipped unless somebody else has it: what concerns the
 * stream, the connector or the route comes again by itself; what concerns the record goes to the dead letter endpoint, and without one,
 * or while that fails, its partition stands still and the record is tried again. Of the thread that polls.
 */
final class RecordFailures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFailures.class);
    private static final long SOON_MILLIS = 100;
    private static final long RETRY_MILLIS = 5_000;

    private final CamelContext context;
    private final String connector;
    private final DeadLetter deadLetter;
    private final StandingPartitions standing;
    private final LongSupplier millis;
    private final PeriodicCount setAside = new PeriodicCount("record", this::reportSetAside);

    /** @param deadLetterUri empty for none; @param missed for the health check; @param millis the clock of polls */
    RecordFailures(CamelContext context, String connector, String deadLetterUri, MissedRecords missed,
            LongSupplier millis) {
        this.context = context;
        this.connector = connector;
        this.deadLetter = deadLetterUri.isEmpty() ? null : new DeadLetter(context, deadLetterUri);
        this.standing = new StandingPartitions(context, connector, missed);
        this.millis = millis;
    }

    void failed(PartitionStream stream, long id, Exchange exchange, Throwable cause) {
        long now = millis.getAsLong();
        long offset = RecordPosition.offset(id);
        if (cause instanceof StreamException || cause instanceof NotSentException
                || RouteStop.isUnderWay(exchange)) {
            LOG.debug("{}: offset {} of {} comes again: {}", connector, offset, stream.partition(), cause.getMessage());
            stream.giveAgain(id, now + SOON_MILLIS);
            return;
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (deadLetter == null) {
            stream.giveAgain(id, now + RETRY_MILLIS);
            standing.add(stream, offset,
                    reason + ". Nothing is skipped: with dead_letter such records go to an endpoint of"
                            + " yours and reading goes on; it is tried again every " + RETRY_MILLIS / 1_000 + " s");
            return;
        }
        try {
            deadLetter.send(exchange, reason, cause, connector, stream.stream(), offset);
            stream.passedOver(id);
            standing.passing(stream, offset + 1);
            setAside.add(1, "offset " + offset + " of " + stream.partition() + ": " + reason, context);
        } catch (Exception e) {
            stream.giveAgain(id, now + RETRY_MILLIS);
            standing.add(stream, offset, reason + "; and dead_letter " + deadLetter + " does not take it: "
                    + e.getMessage() + "; it is tried again every " + RETRY_MILLIS / 1_000 + " s");
        }
    }

    private void reportSetAside(String records, long total, String because, String reason) {
        LOG.warn("{}: {} gone to the dead letter {} ({} since the start), {}{}", connector, records, deadLetter, total,
                because, reason);
    }

    /** A record is being handed over. */
    void passing(PartitionStream stream, long id) {
        standing.passing(stream, RecordPosition.offset(id));
    }

    @Override
    public void close() throws Exception {
        setAside.close();
        standing.close();
        if (deadLetter != null) {
            deadLetter.close();
        }
    }
}
