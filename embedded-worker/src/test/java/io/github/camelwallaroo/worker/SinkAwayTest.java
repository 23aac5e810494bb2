package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.metrics.Metric;

class SinkAwayTest {

    private static final WorkerOptions QUICK = WorkerOptions.defaults()
            .reconnectDelays(Duration.ofMillis(5), Duration.ofMillis(20));

    private static Application echo(int sinkPort) {
        return Application.named("echo")
                .source("words", SourceConnectorConfig.named("in").format("text"), String.class)
                .toSink(SinkConnectorConfig.named("out").port(sinkPort).format("text"))
                .build();
    }

    @Test
    void shouldKeepOutputsWhenTheSinkIsAbsentAtStart() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(echo(0), QUICK);
                RawSource source = RawSource.dial(worker.sourcePort("in"))) {
            source.sendText("a", "b", "c");
            Awaitility.await().until(() -> worker.metrics("in").get(Metric.RECEIVED) == 3);
            assertThat(worker.status().sinks().get(0).waiting()).isEqualTo(3);
            assertThat(worker.status().sinks().get(0).connected()).isFalse();

            try (RawSink sink = RawSink.listen(worker.sinkPort("out"))) {
                assertThat(sink.await(3).texts()).containsExactly("a", "b", "c");
            }
        }
    }

    @Test
    void shouldGoOnWhenTheSinkLeavesAndComesBack() throws Exception {
        try (EmbeddedWorker worker = EmbeddedWorker.start(echo(0), QUICK);
                RawSource source = RawSource.dial(worker.sourcePort("in"))) {
            int port = worker.sinkPort("out");
            try (RawSink first = RawSink.listen(port)) {
                source.sendText("first");
                first.await(1);
            }
            Awaitility.await().until(() -> !worker.status().sinks().get(0).connected());
            source.sendText("meanwhile 1", "meanwhile 2");
            Awaitility.await().until(() -> worker.metrics("in").get(Metric.RECEIVED) == 3);

            try (RawSink second = RawSink.listen(port)) {
                assertThat(second.await(2).texts()).containsExactly("meanwhile 1", "meanwhile 2");
                source.sendText("after");
                assertThat(second.await(3).texts()).endsWith("after");
            }
            assertThat(worker.metrics("out").get(Metric.RECONNECTS)).isPositive();
        }
    }

    @Test
    void shouldFeedTheOtherSinkWhenOneIsAway() throws Exception {
        ApplicationBuilder builder = Application.named("two sinks");
        try (RawSink there = RawSink.listen()) {
            builder.source("words", SourceConnectorConfig.named("in").format("text"), String.class)
                    .toSinks(SinkConnectorConfig.named("away").format("text"),
                            SinkConnectorConfig.named("there").port(there.port()).format("text"));
            try (EmbeddedWorker worker = EmbeddedWorker.start(builder.build(),
                    QUICK.stopTimeout(Duration.ofMillis(100)));
                    RawSource source = RawSource.dial(worker.sourcePort("in"))) {
                source.sendText("a", "b");

                assertThat(there.await(2).texts()).containsExactly("a", "b");
            }
        }
    }

    @Test
    void shouldIgnoreWhatASinkSays() throws Exception {
        try (RawSink sink = RawSink.listen();
                EmbeddedWorker worker = EmbeddedWorker.start(echo(sink.port()), QUICK);
                RawSource source = RawSource.dial(worker.sourcePort("in"))) {
            sink.awaitConnections(1);
            sink.send(WireFormat.text("hello worker"));
            Awaitility.await().until(() -> worker.metrics("out").get(Metric.UNEXPECTED_BYTES) == 12);
            source.sendText("still there");

            assertThat(sink.await(1).texts()).containsExactly("still there");
        }
    }
}
