package io.github.camelwallaroo.routes.support.kinesis;

/**
 * What is read of which stream.
 *
 * @param stream       the Kinesis stream
 * @param shard        the only shard to be read, with those that come of it; empty for all
 * @param alias        what the stream's account is called in names of Wallaroo's streams
 * @param start        where to begin in shards of which nothing was read
 * @param readInterval the least time between two reads of a shard, milliseconds
 */
record ShardSettings(String connector, String stream, String shard, String alias, ShardStart start, long readInterval) {

    /** Of a shard. */
    String streamName(String shardId) {
        return connector + '/' + alias + '/' + stream + '/' + shardId;
    }
}
