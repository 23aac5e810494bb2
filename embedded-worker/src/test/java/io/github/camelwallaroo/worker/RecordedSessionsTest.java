package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The strict worker against what real workers of generation 1 did when the same was done to them. */
@Timeout(120)
class RecordedSessionsTest {

    private static final Logger LOG = LoggerFactory.getLogger(RecordedSessionsTest.class);

    private static final AtomicInteger PLAYED = new AtomicInteger();
    private static final AtomicInteger FRAMES = new AtomicInteger();
    private static final AtomicInteger LATE = new AtomicInteger();

    @TempDir
    private Path folder;

    static List<String> fitting() {
        return RecordedSession.scenarios();
    }

    @ParameterizedTest
    @MethodSource("fitting")
    void shouldAnswerAsTheRecordedWorkerDid(String scenario) throws Exception {
        RecordedSession recording = RecordedSession.load(scenario);
        try (SessionPlayer player = new SessionPlayer(recording, folder)) {
            player.play();
            player.compareOutputs();

            long recorded = recording.steps().stream().filter(step -> step.sign() == '<').count();
            assertThat(player.compared()).isEqualTo((int) recorded);
            PLAYED.incrementAndGet();
            FRAMES.addAndGet(player.compared());
            LATE.addAndGet(player.late());
        }
    }

    @AfterAll
    static void report() {
        LOG.info("{} recordings replayed, {} frames of the worker compared, {} acknowledgements ahead of the recorded"
                + " ones", PLAYED, FRAMES, LATE);
    }
}
