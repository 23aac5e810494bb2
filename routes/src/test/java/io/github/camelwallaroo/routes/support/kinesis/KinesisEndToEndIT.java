package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.application.SinkConnectorConfig;
import io.github.camelwallaroo.application.SourceConnectorConfig;
import io.github.camelwallaroo.convert.KeyValue;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.routes.support.RunningConnector;
import io.github.camelwallaroo.worker.Application;
import io.github.camelwallaroo.worker.EmbeddedWorker;
import io.github.camelwallaroo.worker.WorkerOptions;

/** Kinesis, kinesis_source, an embedded worker, kinesis_sink, Kinesis: what comes out against what went in. */
@Timeout(900)
class KinesisEndToEndIT {

    private static final int RECORDS = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(300);

    private static KinesisService service;

    @TempDir
    private Path folder;

    private KinesisStreams streams;
    private Relay sinksWay;
    private EmbeddedWorker worker;
    private RunningConnector source;
    private RunningConnector sink;

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
        streams.create("in", 2);
        streams.create("out", 2);
        sinksWay = service.canBeCut() ? service.way() : null;
        Map<String, Object> out = new HashMap<>(service.parameters(sinksWay));
        out.putAll(Map.of("stream", streams.name("out"), "listenPort", 0, "format", "key-value", "protocol", "1",
                "resilience", "true", "transactionLog", folder.resolve("alerts").toString()));
        sink = RunningConnector.start("kinesis_sink", "alerts", out);
        worker = EmbeddedWorker.start(Application.named("carry")
                .source("carry", SourceConnectorConfig.named("feed").protocol(Protocol.V1).format("key-value"),
                        KeyValue.class)
                .toSink(SinkConnectorConfig.named("alerts")
                        .port(sink.sinkPort())
                        .protocol(Protocol.V1)
                        .format("key-value"))
                .build(),
                WorkerOptions.defaults()
                        .withStateDir(folder.resolve("state"))
                        .checkpointInterval(Duration.ofMillis(300)));
        Map<String, Object> in = new HashMap<>(service.parameters());
        in.putAll(Map.of("stream", streams.name("in"), "wallarooPort", worker.sourcePort("feed"), "format", "key-value",
                "protocol", "1", "resilience", "true", "journal", folder.resolve("feed").toString()));
        source = RunningConnector.start("kinesis_source", "feed", in);
    }

    @AfterEach
    void stop() throws IOException {
        source.close();
        worker.kill();
        sink.close();
        if (sinksWay != null) {
            sinksWay.close();
        }
        streams.close();
    }

    @Test
    void shouldLoseNothingAndKeepEachKeysOrderWhateverHappensOnTheWay() throws Exception {
        CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
            streams.send("in", 0, 2_000);
            streams.split("in");
            streams.send("in", 2_000, RECORDS / 2);
        });
        awaitArrived(500);
        if (service.canBeCut()) {
            sinksWay.cut();
        }
        // A sink notices that Kinesis is away when it has something to put.
        sending = sending.thenRunAsync(() -> {
            streams.merge("in");
            streams.send("in", RECORDS / 2, RECORDS);
        });
        if (service.canBeCut()) {
            awaitHealth(sink, "DOWN", "see endpoint");
            service.cut();
            awaitHealth(source, "DOWN", "see endpoint");
            service.mend();
            sinksWay.mend();
        }
        awaitArrived(RECORDS / 2);
        worker.kill();
        worker = worker.restart();
        sending.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        awaitArrived(RECORDS);

        assertThat(arrived().distinct()).isEqualTo(RECORDS);
        awaitHealth(source, "UP", "");
        awaitHealth(sink, "UP", "");
        System.out.println("service cut, worker killed, shards split and merged: " + RECORDS + " sent, 0 lost, "
                + arrived().repeated() + " twice");
    }

    private static void awaitHealth(RunningConnector connector, String state, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(connector.serviceHealth()).startsWith(state).contains(text));
    }

    private void awaitArrived(int count) {
        // The emulator has better things to do than to be asked ten times a second.
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> arrived().distinct() >= count);
    }

    private NumberedRecords arrived() {
        NumberedRecords arrived = new NumberedRecords();
        streams.read("out").forEach(record -> arrived.add(record.partitionKey(), KinesisStreams.number(record)));
        return arrived;
    }
}
