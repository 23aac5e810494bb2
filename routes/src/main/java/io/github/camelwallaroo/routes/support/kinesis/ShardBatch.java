package io.github.camelwallaroo.routes.support.kinesis;

import java.util.List;

import software.amazon.awssdk.services.kinesis.model.Record;

/**
 * What one read brought.
 *
 * @param firstId      the message id of the first record; the others count on
 * @param behindMillis how old the shard's next record is; 0 at its tip
 * @param lostBehind   if not negative: what was behind this id is gone, and ids are given anew from there on
 */
record ShardBatch(long firstId, List<Record> records, long behindMillis, long lostBehind) {

    static final long NOTHING_LOST = -1;

    long lastId() {
        return firstId + records.size() - 1;
    }

    String sequenceNumber(long id) {
        return records.get((int) (id - firstId)).sequenceNumber();
    }
}
