package io.github.camelwallaroo.routes.support.postgres;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.source.CompletionMode;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/** A worker with resilience that gives out what it gets, and something that feeds it. */
final class Echo implements AutoCloseable {

    private EmbeddedWorker worker;
    private SourceConnector feed;

    private Echo(EmbeddedWorker worker) {
        this.worker = worker;
    }

    /** @param state where the worker keeps what survives its death */
    static Echo start(SinkConnectorConfig sink, Path state) throws IOException {
        return new Echo(EmbeddedWorker.start(Application.named("echo")
                .source("all", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("text"))
                .toSink(sink)
                .build(),
                WorkerOptions.defaults().withStateDir(state).checkpointInterval(Duration.ofMillis(100))));
    }

    int sourcePort() {
        return worker.sourcePort("feed");
    }

    void kill() {
        worker.kill();
    }

    void restart() throws IOException {
        worker = worker.restart();
    }

    /** Waits until the last one is written. */
    void send(List<String> messages) throws Exception {
        if (feed == null) {
            feed = SourceConnector.of(
                    SourceOptions.of("feed", new HostPort("127.0.0.1", sourcePort()), Protocol.V1)
                            .withSession(SessionOptions.DEFAULT.withResilience(true)
                                    .withCompletion(CompletionMode.ACCEPTED)),
                    Format.of("text"), ConnectorThreads.daemons());
            feed.connect();
        }
        for (String message : messages) {
            feed.write(message);
        }
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close(Duration.ZERO);
        }
        worker.kill();
    }
}
