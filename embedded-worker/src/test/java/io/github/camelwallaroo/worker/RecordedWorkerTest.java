package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The strict worker against what a real 0.6.1 worker did when the same was done to it. */
class RecordedWorkerTest {

    private static final Duration SOON = Duration.ofMillis(50);

    @ParameterizedTest
    @ValueSource(strings = {"061-normal", "061-parallel-connections", "061-sink-absent-at-start",
            "061-sink-writes-to-the-worker", "061-source-big-endian-all", "061-source-big-endian-length",
            "061-source-generation-1-hello", "061-source-huge-2GiB"})
    void shouldPutOutTheSameWhenTheRecordedWorkerLived(String scenario) throws Exception {
        Recording recording = Recording.load(scenario);
        try (RecordingPlayer player = new RecordingPlayer(recording, SOON, Celsius061.READINGS)) {
            player.play();

            assertLived(recording, player);
        }
    }

    @Test
    void shouldPutOutTheSameWhenFramesAreLarge() throws Exception {
        Recording recording = Recording.load("061-source-large-frames");
        try (RecordingPlayer player = new RecordingPlayer(recording, SOON, Celsius061.LENGTHS)) {
            player.play();

            assertLived(recording, player);
        }
    }

    @Test
    void shouldLoseTheSameWhenTheSinkIsCutAndReturns() throws Exception {
        Recording recording = Recording.load("061-sink-cut-and-return");
        // Longer than playing what came between the cut and the sink's return.
        try (RecordingPlayer player = new RecordingPlayer(recording, Duration.ofSeconds(5), Celsius061.READINGS)) {
            player.play();

            assertLived(recording, player);
        }
    }

    private static void assertLived(Recording recording, RecordingPlayer player) {
        assertThat(recording.endsInDeath()).isFalse();
        assertThat(player.outputs()).containsExactlyInAnyOrderElementsOf(recording.outputs());
        assertThat(player.worker().state()).isEqualTo(WorkerState.RUNNING);
        Awaitility.await().untilAsserted(() -> {
            WorkerStatus.Source source = player.worker().status().sources().get(0);
            assertThat((long) source.served() + source.waiting()).as("connections left open")
                    .isEqualTo(player.openSources());
        });
    }

    @Test
    void shouldKeepTheOrderOfSpacedMessagesOnlyWhenManyComeInOneWrite() throws Exception {
        Recording recording = Recording.load("061-order-of-200-in-one-write");
        try (RecordingPlayer player = new RecordingPlayer(recording, SOON, Celsius061.READINGS)) {
            player.play();

            assertLived(recording, player);
            List<String> sorted = IntStream.range(0, 240)
                    .mapToObj(value -> value * 1.8 + 32)
                    .map(String::valueOf)
                    .toList();
            assertThat(player.outputs().subList(0, 200)).containsExactlyInAnyOrderElementsOf(sorted.subList(0, 200))
                    .isNotEqualTo(sorted.subList(0, 200));
            assertThat(player.outputs().subList(200, 240)).isEqualTo(sorted.subList(200, 240));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"061-source-total-0", "061-source-total-4", "061-source-total-8-empty-payload",
            "061-source-wrong-payload-size", "061-source-16384", "061-source-16385", "061-source-100000"})
    void shouldDieWhenTheRecordedWorkerDied(String scenario) throws Exception {
        Recording recording = Recording.load(scenario);
        try (RecordingPlayer player = new RecordingPlayer(recording, SOON, Celsius061.READINGS)) {
            player.play();

            assertThat(player.worker().state()).isEqualTo(WorkerState.STOPPED);
            assertThat(player.worker().stopReason()).hasValueSatisfying(reason -> assertThat(reason).contains("feed"));
            // Whether an output was written before the process ended was a race then and is one now.
            assertThat(player.outputs()).containsAll(recording.outputs()).isSubsetOf("33.8");
        }
    }
}
