package io.github.camelwallaroo.routes.deadletter;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import io.github.camelwallaroo.routes.support.kinesis.KinesisService;
import io.github.camelwallaroo.routes.support.kinesis.KinesisStreams;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;

/** A stream of one shard. */
final class KinesisOrigin implements Origin {

    private final KinesisService kinesis;
    private final Path folder;
    private final KinesisStreams streams;

    KinesisOrigin(KinesisService kinesis, Path folder) {
        this.folder = folder;
        this.kinesis = kinesis;
        this.streams = new KinesisStreams(kinesis.client());
        streams.create("readings", 1);
    }

    @Override
    public Map<String, Object> parameters() {
        Map<String, Object> parameters = new HashMap<>(kinesis.parameters());
        parameters.putAll(Map.of("stream", streams.name("readings"), "journal", folder.resolve("journal").toString()));
        return parameters;
    }

    @Override
    public Place give(byte[] message) {
        PutRecordResponse put = streams.put("readings", message);
        return new Place(DeadLettersIT.CONNECTOR + "/kinesis/" + streams.name("readings") + "/" + put.shardId(),
                put.sequenceNumber());
    }

    @Override
    public void close() {
        streams.close();
    }
}
