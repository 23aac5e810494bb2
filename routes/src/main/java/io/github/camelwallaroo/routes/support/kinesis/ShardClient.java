package io.github.camelwallaroo.routes.support.kinesis;

import java.util.function.Supplier;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;

/**
 * The client that the standard endpoint reads by. To the endpoint a shard's iterator never changes, never expires and never ends:
 * what it stands for, and which shards there are to be read, is for {@link Shards} to know. No call fails, since one that does
 * would end the endpoint's round through all shards.
 */
final class ShardClient implements KinesisClient {

    private final Supplier<Shards> shards;

    /** @param shards gives null while there is nothing to read */
    ShardClient(Supplier<Shards> shards) {
        this.shards = shards;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        Shards present = shards.get();
        return present == null
                ? ListShardsResponse.builder().build()
                : ListShardsResponse.builder().shards(present.advance()).build();
    }

    /** The endpoint asks this if a shard is named in its options. */
    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return DescribeStreamResponse.builder()
                .streamDescription(description -> description.streamName(request.streamName())
                        .shards(listShards(ListShardsRequest.builder().build()).shards()))
                .build();
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return GetShardIteratorResponse.builder().shardIterator(request.shardId()).build();
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        Shards present = shards.get();
        String shard = request.shardIterator();
        GetRecordsResponse.Builder response = GetRecordsResponse.builder().nextShardIterator(shard);
        return (present == null
                ? response.records(java.util.List.of())
                : response.records(present.read(shard, request.limit()))).build();
    }

    @Override
    public void close() {
        // Nothing of it is open.
    }
}
