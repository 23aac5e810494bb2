package io.github.camelwallaroo.routes.support.kinesis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.ConnectorProcess;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;

/** A stream, a {@code kinesis_source} in a process of its own, a worker, and what the worker has committed. */
final class FeedFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(180);

    private static final String CONNECTOR = "feed";

    private final TransactionalMemorySink<KeyValue> seen = TransactionalMemorySink.named("seen");
    private final Path folder;
    private final Map<String, Object> parameters;
    private final KinesisStreams streams;
    private final EmbeddedWorker worker;
    private ConnectorProcess feed;

    FeedFixture(KinesisService service, Path folder, Map<String, Object> more) throws IOException {
        this.folder = folder;
        streams = new KinesisStreams(service.client());
        streams.create("in", 2);
        worker = EmbeddedWorker.start(Application.named("carry")
                .source("carry", SourceConnectorConfig.named(CONNECTOR)
                        .protocol(Protocol.V1)
                        .format("key-value"), KeyValue.class)
                .toSink(seen)
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(200)));
        parameters = new HashMap<>(service.parameters());
        parameters.putAll(Map.of("stream", streams.name("in"), "wallarooPort", worker.sourcePort(CONNECTOR),
                "journal", folder.resolve("journal")));
        parameters.putAll(Map.of("format", "key-value", "protocol", "1", "resilience", "true"));
        parameters.putAll(more);
    }

    KinesisStreams streams() {
        return streams;
    }

    ConnectorProcess startFeed() throws IOException {
        feed = ConnectorProcess.start(folder.resolve("feed.log").toFile(), "kinesis_source", CONNECTOR, parameters);
        return feed;
    }

    /** What the worker has so far. */
    NumberedRecords arrived() {
        NumberedRecords arrived = new NumberedRecords();
        seen.committed()
                .forEach(each -> arrived.add(each.key(), Integer.parseInt(new String((byte[]) each.value(), UTF_8))));
        return arrived;
    }

    void awaitArrived(int count) {
        await().atMost(PATIENCE).until(() -> arrived().distinct() >= count);
    }

    @Override
    public void close() throws InterruptedException {
        if (feed != null) {
            feed.kill();
        }
        worker.kill();
        streams.close();
    }
}
