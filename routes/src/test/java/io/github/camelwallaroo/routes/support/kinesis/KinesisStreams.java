package io.github.camelwallaroo.routes.support.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Streams with numbered records: the number is the data, and says the key. */
public final class KinesisStreams implements AutoCloseable {

    static final int KEYS = 200;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_ONCE = 250;

    private final KinesisClient client;
    private final String suffix = "-" + Long.toHexString(System.nanoTime());
    private final List<String> created = new ArrayList<>();
    private final Map<String, Reading> readings = new HashMap<>();

    /** What was read of a stream so far: each shard from where it was left. */
    private static final class Reading {

        private final Map<String, String> iterators = new HashMap<>();
        private final List<Record> records = new ArrayList<>();
    }

    public KinesisStreams(KinesisClient client) {
        this.client = client;
    }

    public String name(String stream) {
        return stream + suffix;
    }

    public void create(String stream, int shards) {
        client.createStream(request -> request.streamName(name(stream)).shardCount(shards));
        created.add(name(stream));
        awaitActive(stream);
    }

    private void awaitActive(String stream) {
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> client.describeStreamSummary(request -> request.streamName(name(stream)))
                        .streamDescriptionSummary()
                        .streamStatus() == StreamStatus.ACTIVE);
    }

    static String key(int number) {
        return "k" + number % KEYS;
    }

    /** Puts these, the last one exclusive, in their order. */
    void send(String stream, int from, int to) {
        for (int begin = from; begin < to; begin += AT_ONCE) {
            List<PutRecordsRequestEntry> entries = IntStream.range(begin, Math.min(to, begin + AT_ONCE))
                    .mapToObj(number -> PutRecordsRequestEntry.builder()
                            .partitionKey(key(number))
                            .data(SdkBytes.fromUtf8String(String.valueOf(number)))
                            .build())
                    .toList();
            PutRecordsResponse response = client
                    .putRecords(request -> request.streamName(name(stream)).records(entries));
            if (response.failedRecordCount() != 0) {
                throw new IllegalStateException(
                        response.failedRecordCount() + " records failed: " + response.records());
            }
        }
    }

    /** Puts one that has no number. */
    public PutRecordResponse put(String stream, byte[] data) {
        return client.putRecord(request -> request.streamName(name(stream))
                .partitionKey(key(0))
                .data(SdkBytes.fromByteArray(data)));
    }

    /** All of its shards. */
    List<Shard> shards(String stream) {
        return client.listShards(request -> request.streamName(name(stream))).shards();
    }

    private List<Shard> open(String stream) {
        return shards(stream).stream()
                .filter(each -> each.sequenceNumberRange().endingSequenceNumber() == null)
                .toList();
    }

    /** Splits its first open shard in the middle. */
    void split(String stream) {
        Shard shard = open(stream).get(0);
        BigInteger middle = new BigInteger(shard.hashKeyRange().startingHashKey())
                .add(new BigInteger(shard.hashKeyRange().endingHashKey()))
                .shiftRight(1);
        client.splitShard(request -> request.streamName(name(stream))
                .shardToSplit(shard.shardId())
                .newStartingHashKey(middle.toString()));
        awaitActive(stream);
    }

    /** Merges two open shards that are neighbours. */
    void merge(String stream) {
        List<Shard> open = open(stream);
        for (Shard first : open) {
            BigInteger next = new BigInteger(first.hashKeyRange().endingHashKey()).add(BigInteger.ONE);
            for (Shard second : open) {
                if (second.hashKeyRange().startingHashKey().equals(next.toString())) {
                    client.mergeShards(request -> request.streamName(name(stream))
                            .shardToMerge(first.shardId())
                            .adjacentShardToMerge(second.shardId()));
                    awaitActive(stream);
                    return;
                }
            }
        }
        throw new IllegalStateException("no neighbours among " + open);
    }

    /** All of its records so far, those of one shard in their order. */
    List<Record> read(String stream) {
        Reading reading = readings.computeIfAbsent(stream, key -> new Reading());
        for (Shard shard : shards(stream)) {
            String iterator = reading.iterators.computeIfAbsent(shard.shardId(), id -> client
                    .getShardIterator(request -> request.streamName(name(stream))
                            .shardId(id)
                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                    .shardIterator());
            GetRecordsResponse response = client.getRecords(request -> request.shardIterator(iterator).limit(5_000));
            reading.records.addAll(response.records());
            reading.iterators.put(shard.shardId(), response.nextShardIterator());
        }
        return reading.records;
    }

    static int number(Record record) {
        return Integer.parseInt(record.data().asString(UTF_8));
    }

    @Override
    public void close() {
        created.forEach(
                stream -> client.deleteStream(request -> request.streamName(stream).enforceConsumerDeletion(true)));
    }
}
