package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.CapturedLog;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.TransactionalMemorySink;
import io.github.camelwallaroo.worker.WorkerOptions;
import software.amazon.awssdk.core.SdkBytes;

/** What people do wrong and what goes wrong by itself: said once, with what to look at, and over without a restart. */
@Timeout(600)
class KinesisTroubleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private static KinesisService service;

    @RegisterExtension
    private final CapturedLog log = new CapturedLog("io.github.camelwallaroo.routes.support");

    @TempDir
    private Path folder;

    private final TransactionalMemorySink<byte[]> seen = TransactionalMemorySink.named("seen");
    private KinesisStreams streams;
    private EmbeddedWorker worker;
    private RunningConnector connector;

    @BeforeAll
    static void startService() throws Exception {
        service = KinesisService.start();
    }

    @AfterAll
    static void stopService() throws Exception {
        if (service != null) {
            service.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        streams = new KinesisStreams(service.client());
    }

    @AfterEach
    void stop() {
        if (connector != null) {
            connector.close();
        }
        if (worker != null) {
            worker.kill();
        }
        streams.close();
    }

    private void startSource(Protocol protocol, Map<String, Object> more) throws Exception {
        worker = EmbeddedWorker.start(
                Application.named("trouble")
                        .source("bytes", SourceConnectorConfig.named("feed").protocol(protocol), byte[].class)
                        .toSink(seen)
                        .build(),
                WorkerOptions.defaults().withResilience().checkpointInterval(Duration.ofMillis(100)));
        Map<String, Object> parameters = new HashMap<>(service.parameters());
        parameters.putAll(Map.of("stream", streams.name("in"), "wallarooPort", worker.sourcePort("feed"), "protocol",
                protocol == Protocol.V1 ? "1" : "0.6", "resilience", protocol == Protocol.V1, "journal",
                folder.resolve("journal").toString()));
        parameters.putAll(more);
        connector = RunningConnector.start("kinesis_source", "feed", parameters);
    }

    private void awaitHealth(String state, String... texts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> {
                    String health = connector.serviceHealth();
                    assertThat(health).startsWith(state);
                    assertThat(texts).allMatch(health::contains, health);
                });
    }

    private List<String> seen() {
        return seen.committed().stream().map(each -> new String(each, StandardCharsets.UTF_8)).toList();
    }

    @Test
    void shouldNameTheStreamAndGoOnWhenItIsCreated() throws Exception {
        startSource(Protocol.V1, Map.of());
        awaitHealth("DOWN", "there is no stream '" + streams.name("in") + "'", "see stream and region");

        streams.create("in", 1);
        streams.send("in", 0, 3);

        awaitHealth("UP");
        await().atMost(PATIENCE).until(() -> seen().equals(List.of("0", "1", "2")));
        assertThat(log.lines()).filteredOn(line -> line.contains("there is no stream '" + streams.name("in") + "'"))
                .hasSize(1);
    }

    @Test
    void shouldNameTheStreamOfASinkAndGoOnWhenItIsCreated() {
        Map<String, Object> parameters = new HashMap<>(service.parameters());
        parameters.putAll(Map.of("stream", streams.name("out"), "listenPort", 0));
        connector = RunningConnector.start("kinesis_sink", "alerts", parameters);
        awaitHealth("DOWN", "there is no stream '" + streams.name("out") + "'");

        streams.create("out", 1);

        awaitHealth("UP");
    }

    @Test
    void shouldNameTheEndpointWhenNobodyListensThere() throws Exception {
        startSource(Protocol.V1,
                Map.of("endpoint", "http://127.0.0.1:1", "access_key", "AKID", "secret_key", "open sesame"));

        awaitHealth("DOWN", "nobody listens at http://127.0.0.1:1", "see endpoint");
        assertThat(log.lines()).noneMatch(line -> line.contains("sesame"));
    }

    @Test
    void shouldSetAsideWhatTheWorkerCannotTakeAndGoOn() throws Exception {
        streams.create("in", 1);
        startSource(Protocol.V1, Map.of("dead_letter", "file:" + folder.resolve("rejected")));
        service.client()
                .putRecord(request -> request.streamName(streams.name("in"))
                        .partitionKey("k")
                        .data(SdkBytes.fromByteArray(new byte[20_000])));
        streams.send("in", 1, 3);

        await().atMost(PATIENCE).until(() -> seen().equals(List.of("1", "2")));

        assertThat(folder.resolve("rejected").toFile().list()).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.lines())
                        .anyMatch(line -> line.contains("gone to the dead letter file:")
                                && line.contains("maxFrameSize")));
    }

    @Test
    void shouldStandStillAtWhatTheWorkerCannotTakeWithoutADeadLetter() throws Exception {
        streams.create("in", 1);
        startSource(Protocol.V1, Map.of());
        streams.send("in", 0, 1);
        service.client()
                .putRecord(request -> request.streamName(streams.name("in"))
                        .partitionKey("k")
                        .data(SdkBytes.fromByteArray(new byte[20_000])));
        streams.send("in", 1, 3);

        await().atMost(PATIENCE)
                .until(() -> log.lines().stream().anyMatch(line -> line.contains("stands still at sequence number")));

        assertThat(seen()).doesNotContain("1", "2");
    }

    @Test
    void shouldGoOnBehindWhatWasWrittenWhenAWorkerWithoutAcknowledgementsIsServed() throws Exception {
        streams.create("in", 1);
        streams.send("in", 0, 500);
        startSource(Protocol.V0_6, Map.of());
        await().atMost(PATIENCE).until(() -> seen().size() == 500);
        connector.close();
        worker.kill();
        seen.clear();
        streams.send("in", 500, 600);

        startSource(Protocol.V0_6, Map.of());

        await().atMost(PATIENCE).until(() -> seen().contains("599"));
        assertThat(seen()).hasSize(100);
    }
}
