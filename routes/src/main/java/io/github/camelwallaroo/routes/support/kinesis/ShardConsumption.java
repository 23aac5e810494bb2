package io.github.camelwallaroo.routes.support.kinesis;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.github.camelwallaroo.routes.support.ConnectorStreams;
import io.github.camelwallaroo.routes.support.aws.AwsTrouble;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * One shard being read: brings its reader and its stream together. Camel's threads ask for records; no two of them read the
 * same shard at the same time.
 */
final class ShardConsumption {

    private static final Logger LOG = LoggerFactory.getLogger(ShardConsumption.class);
    private static final long SHORTEST_PAUSE = 500;
    private static final long LONGEST_PAUSE = 10_000;

    private final ShardStream stream;
    private final ShardReader reader;
    private final ShardJournal journal;
    private final ConnectorStreams connector;
    private final LongSupplier millis;
    private final long intervalMillis;
    private final ReentrantLock reading = new ReentrantLock();
    private long readAt = Long.MIN_VALUE;
    private long pause;
    private long noted;

    /**
     * A shard that is not read yet.
     *
     * @param intervalMillis the least time between two reads, since AWS allows five in a second to all readers together
     */
    ShardConsumption(ShardStream stream, ShardReader reader, ShardJournal journal, ConnectorStreams connector,
            LongSupplier millis, long intervalMillis) {
        this.stream = stream;
        this.reader = reader;
        this.journal = journal;
        this.connector = connector;
        this.millis = millis;
        this.intervalMillis = intervalMillis;
    }

    ShardStream stream() {
        return stream;
    }

    /**
     * Reads, if it is time, the worker takes records, and nobody else is reading.
     *
     * @param  limit the most records
     * @return       what is to be handed over now, in order; never null, and never a failure: that is said to {@code trouble}
     */
    List<Record> read(KinesisClient client, int limit, StreamTrouble trouble, AwsText text) {
        if (!reading.tryLock()) {
            return List.of();
        }
        try {
            seekIfWanted();
            long now = millis.getAsLong();
            if (now < readAt || !stream.takesRecords(now) || !connector.isWritable(stream.name(), limit)) {
                return List.of();
            }
            if (stream.next() != reader.nextId()) {
                // What was read was not handed over to its end, or not at all.
                reader.seek(stream.next());
            }
            readAt = now + intervalMillis;
            ShardBatch batch = reader.read(client, limit);
            pause = 0;
            trouble.over(stream.shard());
            return isNoted(batch, trouble) && stream.give(batch) ? batch.records() : List.of();
        } catch (UnknownPositionException e) {
            connector.stop(stream.name(), e.getMessage()
                    + ". Restore the journal, or give the source another alias, which begins new streams; then restart the"
                    + " route");
            return List.of();
        } catch (RuntimeException e) {
            pause = Math.min(LONGEST_PAUSE, Math.max(SHORTEST_PAUSE, 2 * pause));
            readAt = millis.getAsLong() + pause;
            if (AwsTrouble.isThrottled(e)) {
                LOG.debug("{}: {}", stream, text.of(e));
            } else {
                trouble.found(stream.shard(), text.of(e));
            }
            return List.of();
        } finally {
            reading.unlock();
        }
    }

    /** What a failure means. */
    @FunctionalInterface
    interface AwsText {
        String of(Throwable failure);
    }

    private void seekIfWanted() {
        long behind = stream.takeWanted();
        if (behind >= 0) {
            LOG.debug("{}: reading goes on behind id {}", stream, behind);
            reader.seek(behind + 1);
            if (stream.takeRewinding()) {
                connector.rewound(stream.name());
            }
        }
    }

    /** Ids have to be known after a crash before the worker can know them. */
    private boolean isNoted(ShardBatch batch, StreamTrouble trouble) {
        if (batch.records().isEmpty()) {
            return false;
        }
        String shard = stream.shard();
        List<byte[]> records = new ArrayList<>();
        boolean first;
        synchronized (journal) {
            first = journal.history(shard).isEmpty();
        }
        if (batch.lostBehind() >= 0) {
            LOG.warn(
                    "{}: the stream no longer has the record that reading was to go on from; what came behind id {}, and"
                            + " before the record that is the first now, is lost, if there was anything. A longer retention of the"
                            + " stream helps next time",
                    stream, batch.lostBehind());
            records.add(ShardJournalCodec.cut(shard, batch.lostBehind()));
        }
        if (first || batch.lostBehind() >= 0) {
            records.add(ShardJournalCodec.known(shard, batch.firstId(), batch.sequenceNumber(batch.firstId())));
        }
        records.add(ShardJournalCodec.known(shard, batch.lastId(), batch.sequenceNumber(batch.lastId())));
        try {
            journal.append(first || batch.lostBehind() >= 0, records.toArray(byte[][]::new));
            return true;
        } catch (IOException e) {
            reader.seek(batch.firstId());
            readAt = millis.getAsLong() + LONGEST_PAUSE;
            trouble.found(stream.shard(), "the journal " + journal.path() + " cannot be written (" + e.getMessage()
                    + "); see journal");
            return false;
        }
    }

    /** Notes how far all is safe, and ends the stream of a shard that was read to its end. */
    void settle() throws IOException {
        long safe = stream.safe();
        if (safe != noted) {
            journal.append(false, ShardJournalCodec.acknowledged(stream.shard(), safe));
            noted = safe;
        }
        if (stream.state() == ShardStream.State.FLOWING && isDrained() && (!connector.isSafeWhenDone()
                || safe >= reader.nextId() - 1) && stream.move(ShardStream.State.FLOWING, ShardStream.State.ENDING)) {
            LOG.info("{}: the shard was closed and is read to its end", stream);
            connector.end(stream.name());
        }
    }

    private boolean isDrained() {
        if (!reading.tryLock()) {
            return false;
        }
        try {
            return reader.isClosed() && stream.isPast(reader.nextId() - 1);
        } finally {
            reading.unlock();
        }
    }
}
