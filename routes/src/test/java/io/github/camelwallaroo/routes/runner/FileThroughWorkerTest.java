package io.github.camelwallaroo.routes.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

import org.apache.camel.ProducerTemplate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.WallarooConsumer;
import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.catalog.ConnectorCatalog;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/** file_sink behind a worker with resilience, and a file that cannot be written for a while. */
class FileThroughWorkerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final CapturedLog log = new CapturedLog("io.github.camelwallaroo");

    @TempDir
    private Path folder;

    private final StringBuilder expected = new StringBuilder();
    private Path file;
    private RouteRunner routes;
    private EmbeddedWorker worker;
    private ProducerTemplate producer;
    private int sent;

    @BeforeEach
    void start() throws IOException {
        file = folder.resolve("out.txt");
        routes = new RouteRunner(sink(0), getClass().getClassLoader());
        routes.start();
        int sinkPort = ((WallarooConsumer) routes.main().getCamelContext().getRoute("out").getConsumer())
                .getConnector()
                .address()
                .port();
        worker = EmbeddedWorker.start(
                Application.named("as it is")
                        .source("all", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("text"))
                        .toSink(SinkConnectorConfig.named("out").protocol(Protocol.V1).port(sinkPort).format("text"))
                        .build(),
                WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofMillis(50)));
        producer = routes.main().getCamelContext().createProducerTemplate();
    }

    @AfterEach
    void stop() {
        routes.close();
        worker.close();
    }

    private TemplateRoutes sink(int port) {
        return new TemplateRoutes(new ConnectorCatalog().find("file_sink").orElseThrow(), "out",
                Map.of("connector", "out", "listenPort", port, "protocol", "1", "resilience", "true", "format", "text",
                        "transactionLog", folder.resolve("log").toString(), "retryDelay", "100", "file",
                        file.toString()));
    }

    @Test
    void shouldStandStillWhileTheFileCannotBeWrittenAndThenGoOnByItself() throws IOException {
        send(300);
        arrived();
        long length = Files.size(file);
        Files.writeString(file, "somebody else's", StandardOpenOption.APPEND);
        send(300);
        await().atMost(PATIENCE)
                .until(() -> log.lines().stream().anyMatch(line -> line.contains("somebody else writes to it")));
        send(300);
        assertThat(file).content().endsWith("somebody else's");

        try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
            content.truncate(length);
        }
        send(300);
        arrived();
    }

    private void arrived() {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(file).hasContent(expected.toString()));
    }

    private void send(int count) {
        for (int i = 0; i < count; i++) {
            producer.sendBody("wallaroo:feed?protocol=1&resilience=true&completion=written&format=text&port="
                    + worker.sourcePort("feed"), "message " + sent);
            expected.append("message ").append(sent++).append('\n');
        }
    }
}
