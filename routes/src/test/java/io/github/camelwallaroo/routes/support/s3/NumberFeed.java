package io.github.camelwallaroo.routes.support.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/** Numbers that go into a resilient worker and come out of it once each: as text in order, or with themselves as keys. */
final class NumberFeed implements AutoCloseable {

    static final String SINK = "archive";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate source = context.createProducerTemplate();
    private final Path folder;
    private final String format;
    private final String endpoint;
    private EmbeddedWorker worker;
    private int next;

    /** @param format of the sink: {@code text} or {@code key-value} */
    NumberFeed(Path folder, String format) throws IOException {
        this.folder = folder;
        this.format = format;
        worker = EmbeddedWorker.start(Application.named("numbers")
                .source("numbers", SourceConnectorConfig.named("numbers").protocol(Protocol.V1).format("text"),
                        String.class)
                .keyBy(number -> format.equals("text") ? "one" : number)
                .toSink(SinkConnectorConfig.named(SINK).protocol(Protocol.V1).format(format))
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(200)));
        endpoint = "wallaroo:numbers?protocol=1&resilience=true&format=text&completion=accepted&port="
                + worker.sourcePort("numbers");
        context.start();
    }

    void send(int count) {
        for (int i = 0; i < count; i++) {
            source.sendBody(endpoint, number(next++));
        }
    }

    int sent() {
        return next;
    }

    /** In their order. */
    List<String> all() {
        return IntStream.range(0, next).mapToObj(NumberFeed::number).toList();
    }

    static String number(int number) {
        return "n" + number;
    }

    /** All that was sent is covered by a checkpoint, and no later message is by the same one. */
    void checkpoint() {
        await().atMost(Duration.ofSeconds(120)).until(() -> worker.metrics("numbers").get(Metric.RECEIVED) >= next);
        assertThat(worker.checkpoint(Duration.ofSeconds(120))).isTrue();
    }

    void killWorker() {
        worker.kill();
    }

    void restartWorker() throws IOException {
        worker = worker.restart();
    }

    /** Parameters of the sink's link with the worker, and more. */
    Map<String, Object> parameters(Map<String, Object> bucket, Map<String, Object> more) {
        Map<String, Object> all = new HashMap<>(bucket);
        all.putAll(Map.of("protocol", "1", "resilience", true, "format", format, "listenPort", worker.sinkPort(SINK),
                "transactionLog", folder.resolve("log").toString()));
        all.putAll(more);
        return all;
    }

    @Override
    public void close() {
        worker.kill();
        context.stop();
    }
}
