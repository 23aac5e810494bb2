package io.github.camelwallaroo.routes.support.kinesis;

import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/**
 * Reads one shard and counts its records. Where reading goes on it knows from the journal; the iterators of AWS, which live
 * for five minutes, are got as they are needed, and replaced when they have expired. Of one thread at a time.
 */
final class ShardReader {

    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    private final String stream;
    private final String shard;
    private final ShardJournal journal;
    /** The id of the next record that AWS gives, and of the first that is wanted. */
    private long readId;
    private long wantedId;
    /** The record that has to come first, since the count hangs on it; null if none. */
    private String expected;
    private String iterator;
    private boolean closed;

    ShardReader(String stream, String shard, ShardJournal journal) {
        this.stream = stream;
        this.shard = shard;
        this.journal = journal;
    }

    /** The next record that is read has this id. */
    void seek(long id) {
        wantedId = id;
        readId = 0;
        iterator = null;
        closed = false;
    }

    /** Whether AWS has said that nothing comes any more. */
    boolean isClosed() {
        return closed;
    }

    /** The id of the next record that it gives. */
    long nextId() {
        return Math.max(readId, wantedId);
    }

    /**
     * Reads once.
     *
     * @param  limit                    the most records
     * @throws UnknownPositionException if the id that is to be read cannot be found
     */
    ShardBatch read(KinesisClient client, int limit) throws UnknownPositionException {
        if (closed) {
            return new ShardBatch(readId, List.of(), 0, ShardBatch.NOTHING_LOST);
        }
        if (iterator == null) {
            iterator = position(client);
        }
        GetRecordsResponse response;
        try {
            response = get(client, limit);
        } catch (ExpiredIteratorException e) {
            LOG.debug("{}: the iterator has expired, a new one is taken", shard);
            wantedId = Math.max(wantedId, readId);
            iterator = null;
            iterator = position(client);
            response = get(client, limit);
        }
        iterator = response.nextShardIterator();
        closed = iterator == null;
        return counted(response);
    }

    private GetRecordsResponse get(KinesisClient client, int limit) {
        String from = iterator;
        return client.getRecords(request -> request.shardIterator(from).limit(limit));
    }

    private String position(KinesisClient client) throws UnknownPositionException {
        GetShardIteratorRequest.Builder request = GetShardIteratorRequest.builder().streamName(stream).shardId(shard);
        synchronized (journal) {
            ShardHistory history = journal.history(shard);
            Map.Entry<Long, String> nearest = history.nearest(wantedId);
            if (nearest != null) {
                readId = nearest.getKey();
                expected = nearest.getValue();
                request.shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER).startingSequenceNumber(expected);
            } else if (wantedId == 1) {
                readId = 1;
                expected = null;
                history.start().applyTo(request);
            } else {
                throw new UnknownPositionException("the worker has the records of shard " + shard + " up to id "
                        + (wantedId - 1) + ", but the journal " + journal.path() + " knows nothing of them");
            }
        }
        return client.getShardIterator(request.build()).shardIterator();
    }

    private ShardBatch counted(GetRecordsResponse response) throws UnknownPositionException {
        List<Record> records = response.records();
        long lostBehind = ShardBatch.NOTHING_LOST;
        if (!records.isEmpty() && expected != null) {
            if (!records.get(0).sequenceNumber().equals(expected)) {
                lostBehind = wantedId - 1;
                readId = wantedId;
            }
            expected = null;
        }
        long first = readId;
        readId += records.size();
        int known = (int) Math.min(records.size(), Math.max(0, wantedId - first));
        long behind = response.millisBehindLatest() == null ? 0 : response.millisBehindLatest();
        if (readId < wantedId && (closed || records.isEmpty() && behind == 0)) {
            throw new UnknownPositionException("the worker has the records of shard " + shard + " up to id "
                    + (wantedId - 1) + ", but by the journal " + journal.path() + " the shard ends before id "
                    + readId);
        }
        return new ShardBatch(first + known, records.subList(known, records.size()), behind, lostBehind);
    }
}
