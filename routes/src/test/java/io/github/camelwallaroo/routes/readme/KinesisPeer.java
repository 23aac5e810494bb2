package io.github.camelwallaroo.routes.readme;

import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import io.github.camelwallaroo.routes.support.kinesis.KinesisService;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Programs that write to and read from a stream of one shard. */
final class KinesisPeer implements Peer {

    private final KinesisService kinesis;
    private final String prefix;
    private final String written;
    private final String stream;

    /**
     * @param connector the connector's name in the application
     * @param written   the stream as the README calls it
     */
    KinesisPeer(KinesisService kinesis, String connector, String written) {
        this.kinesis = kinesis;
        this.prefix = "--" + connector + "-";
        this.written = written;
        this.stream = written + "-" + UUID.randomUUID();
    }

    @Override
    public Map<String, String> prepare(Path folder) {
        kinesis.client().createStream(request -> request.streamName(stream).shardCount(1));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> kinesis.client()
                        .describeStreamSummary(request -> request.streamName(stream))
                        .streamDescriptionSummary()
                        .streamStatus() == StreamStatus.ACTIVE);
        // The emulator keeps the streams of each region apart; ours are where its client looks.
        Object endpoint = kinesis.parameters().get("endpoint");
        return Map.of(written, stream, "eu-west-1",
                endpoint == null ? "eu-west-1" : "us-east-1 " + prefix + "endpoint " + endpoint);
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("AWS_ACCESS_KEY_ID", "test", "AWS_SECRET_ACCESS_KEY", "test");
    }

    @Override
    public void give(float celsius) {
        kinesis.client()
                .putRecord(request -> request.streamName(stream)
                        .partitionKey("plant")
                        .data(SdkBytes.fromByteArray(ByteBuffer.allocate(Float.BYTES).putFloat(celsius).array())));
    }

    @Override
    public String taken() {
        String shard = kinesis.client()
                .listShards(request -> request.streamName(stream))
                .shards()
                .get(0)
                .shardId();
        String iterator = kinesis.client()
                .getShardIterator(request -> request.streamName(stream)
                        .shardId(shard)
                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
        List<Record> records = kinesis.client().getRecords(request -> request.shardIterator(iterator)).records();
        return records.isEmpty() ? null : records.get(0).data().asUtf8String();
    }

    @Override
    public void close() {
        kinesis.client().deleteStream(request -> request.streamName(stream));
    }
}
