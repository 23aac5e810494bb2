package io.github.camelwallaroo.routes.support.kinesis;

import java.util.function.LongSupplier;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.DeadLetter;
import io.github.camelwallaroo.routes.support.PeriodicCount;
import io.github.camelwallaroo.routes.support.RouteStop;
import io.github.camelwallaroo.source.NotAcknowledgedException;
import io.github.camelwallaroo.source.StreamException;
import io.github.camelwallaroo.transport.NotSentException;

/**
 * What becomes of a record that could not be handed over. None is skipped unless somebody else has it: what concerns the
 * stream, the connector or the route comes again by itself; what concerns the record goes to the dead letter endpoint, and without one,
 * or while that fails, its shard stands still and the record is tried again. Any thread.
 */
final class RecordFailures implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RecordFailures.class);
    private static final long SOON_MILLIS = 100;
    private static final long RETRY_MILLIS = 5_000;

    private final CamelContext context;
    private final String connector;
    private final DeadLetter deadLetter;
    private final StandingShards standing;
    private final LongSupplier millis;
    private final PeriodicCount setAside = new PeriodicCount("record", this::reportSetAside);

    /** @param deadLetterUri empty for none */
    RecordFailures(CamelContext context, String connector, String deadLetterUri, LongSupplier millis) {
        this.context = context;
        this.connector = connector;
        this.deadLetter = deadLetterUri.isEmpty() ? null : new DeadLetter(context, deadLetterUri);
        this.standing = new StandingShards(context, connector);
        this.millis = millis;
    }

    void failed(ShardStream stream, long id, String sequenceNumber, Exchange exchange, Throwable cause) {
        long now = millis.getAsLong();
        if (cause instanceof StreamException || cause instanceof NotSentException
                || cause instanceof NotAcknowledgedException || cause instanceof InterruptedException
                || RouteStop.isUnderWay(exchange)) {
            LOG.debug("{}: {} of {} comes again: {}", connector, sequenceNumber, stream.shard(), cause.getMessage());
            stream.giveAgain(id, now + SOON_MILLIS);
            return;
        }
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        String again = "it is tried again every " + RETRY_MILLIS / 1_000 + " s";
        if (deadLetter == null) {
            stream.giveAgain(id, now + RETRY_MILLIS);
            standing.add(stream.shard(), id, sequenceNumber,
                    reason + ". Nothing is skipped: with dead_letter such records go"
                            + " to an endpoint of yours and reading goes on; " + again);
            return;
        }
        try {
            deadLetter.send(exchange, reason, cause, connector, stream.name(), sequenceNumber);
            stream.passOver(id);
            standing.passing(stream.shard(), id + 1);
            setAside.add(1, "sequence number " + sequenceNumber + " of " + stream.shard() + ": " + reason, context);
        } catch (Exception e) {
            stream.giveAgain(id, now + RETRY_MILLIS);
            standing.add(stream.shard(), id, sequenceNumber, reason + "; and dead_letter " + deadLetter
                    + " does not take it: " + e.getMessage() + "; " + again);
        }
    }

    private void reportSetAside(String records, long total, String because, String reason) {
        LOG.warn("{}: {} gone to the dead letter {} ({} since the start), {}{}", connector, records, deadLetter, total,
                because, reason);
    }

    /** A record is being handed over. */
    void passing(String shard, long id) {
        standing.passing(shard, id);
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
