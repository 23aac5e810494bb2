package io.github.camelwallaroo.routes.support.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.routes.support.ConnectorProcess;

/** The process of a source killed while shards are split and merged. */
@Timeout(900)
class KinesisSourceIT {

    private static final int BATCH = 400;
    private static final int KILLS = 3;

    private static KinesisService service;

    @TempDir
    private Path folder;

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

    @Test
    void shouldLoseNothingAndKeepEachKeysOrderWhenItsProcessIsKilledWhileShardsAreSplitAndMerged() throws Exception {
        try (FeedFixture fixture = new FeedFixture(service, folder, Map.of("maxRecords", 50))) {
            int sent = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                ConnectorProcess feed = fixture.startFeed();
                fixture.streams().send("in", sent, sent + BATCH);
                sent += BATCH;
                if (kill % 2 == 0) {
                    fixture.streams().split("in");
                } else {
                    fixture.streams().merge("in");
                }
                fixture.awaitArrived(sent - BATCH / 2);
                feed.kill();
            }
            // Closed while nobody reads.
            fixture.streams().merge("in");
            fixture.streams().send("in", sent, sent + BATCH);
            sent += BATCH;

            ConnectorProcess last = fixture.startFeed();
            fixture.awaitArrived(sent);

            assertThat(fixture.arrived().distinct()).isEqualTo(sent);
            last.stop();
            System.out
                    .println("connector killed " + KILLS + " times amid splits and merges: " + sent + " sent, 0 lost, "
                            + fixture.arrived().repeated() + " twice");
        }
    }
}
