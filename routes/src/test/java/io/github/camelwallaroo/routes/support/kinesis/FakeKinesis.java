package io.github.camelwallaroo.routes.support.kinesis;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

/** A stream in memory, as AWS shows it: shards with numbered records, iterators, retention. Of one thread. */
final class FakeKinesis implements KinesisClient {

    /** Sequence numbers begin here, far beyond 64 bits. */
    private static final String PREFIX = "4959033827149025660855969253836157109592157598";

    private final Map<String, FakeShard> shards = new LinkedHashMap<>();
    private final List<GetShardIteratorRequest> asked = new ArrayList<>();
    private RuntimeException failure;
    private boolean expired;
    private int reads;

    private static final class FakeShard {

        private final String incarnation;
        private final List<String> parents;
        private final List<Record> records = new ArrayList<>();
        private int trimmed;
        private boolean closed;

        FakeShard(String incarnation, List<String> parents) {
            this.incarnation = incarnation;
            this.parents = parents;
        }
    }

    FakeKinesis shard(String id, String... parents) {
        shards.put(id, new FakeShard(PREFIX + shards.size(), List.of(parents)));
        return this;
    }

    /** As after its stream was deleted and created. */
    void createAnew(String id) {
        shards.put(id, new FakeShard(PREFIX + "9" + shards.size(), List.of()));
    }

    /** So many more records, whose data is their number, from 1 on. */
    FakeKinesis put(String id, int count) {
        List<Record> records = shards.get(id).records;
        IntStream.range(0, count)
                .forEach(i -> records.add(Record.builder()
                        .sequenceNumber(sequenceNumber(records.size() + 1))
                        .partitionKey("k")
                        .approximateArrivalTimestamp(Instant.ofEpochMilli(records.size()))
                        .data(SdkBytes.fromUtf8String(String.valueOf(records.size() + 1)))
                        .build()));
        return this;
    }

    static String sequenceNumber(int record) {
        return PREFIX + String.format("%010d", record);
    }

    static String number(Record record) {
        return record.data().asString(StandardCharsets.UTF_8);
    }

    void close(String id) {
        shards.get(id).closed = true;
    }

    /** The first so many are too old now. */
    void trim(String id, int count) {
        shards.get(id).trimmed = count;
    }

    void gone(String id) {
        shards.remove(id);
    }

    /** The next read finds that its iterator has expired. */
    void expire() {
        expired = true;
    }

    /** Every call fails so; null: none. */
    void fail(RuntimeException with) {
        failure = with;
    }

    /** The iterators that were asked for so far. */
    List<GetShardIteratorRequest> asked() {
        return asked;
    }

    int reads() {
        return reads;
    }

    private void mayFail() {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        mayFail();
        return ListShardsResponse.builder()
                .shards(shards.entrySet()
                        .stream()
                        .map(each -> Shard.builder()
                                .shardId(each.getKey())
                                .parentShardId(parent(each.getValue(), 0))
                                .adjacentParentShardId(parent(each.getValue(), 1))
                                .sequenceNumberRange(range -> range.startingSequenceNumber(each.getValue().incarnation)
                                        .endingSequenceNumber(each.getValue().closed ? "9" : null))
                                .build())
                        .toList())
                .build();
    }

    private static String parent(FakeShard shard, int index) {
        return shard.parents.size() > index ? shard.parents.get(index) : null;
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        mayFail();
        asked.add(request);
        FakeShard shard = shards.get(request.shardId());
        int at = shard.trimmed;
        if (request.shardIteratorType() == ShardIteratorType.AT_SEQUENCE_NUMBER) {
            at = Math.max(at, Integer.parseInt(request.startingSequenceNumber().substring(PREFIX.length())) - 1);
        } else if (request.shardIteratorType() == ShardIteratorType.LATEST) {
            at = shard.records.size();
        }
        return GetShardIteratorResponse.builder().shardIterator(request.shardId() + "@" + at).build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        mayFail();
        reads++;
        if (expired) {
            expired = false;
            throw ExpiredIteratorException.builder().message("Iterator expired").build();
        }
        String[] iterator = request.shardIterator().split("@");
        FakeShard shard = shards.get(iterator[0]);
        int from = Integer.parseInt(iterator[1]);
        int to = Math.min(shard.records.size(), from + request.limit());
        boolean end = shard.closed && to == shard.records.size();
        return GetRecordsResponse.builder()
                .records(shard.records.subList(from, to))
                .nextShardIterator(end ? null : iterator[0] + "@" + to)
                .millisBehindLatest(to == shard.records.size() ? 0L : 1_000L)
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing of it is open.
    }
}
