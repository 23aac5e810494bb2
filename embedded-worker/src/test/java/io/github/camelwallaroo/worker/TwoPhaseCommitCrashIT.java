package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.github.camelwallaroo.convert.Format;
import io.github.camelwallaroo.frame.Protocol;
import io.github.camelwallaroo.metrics.Metric;
import io.github.camelwallaroo.source.OnPoison;
import io.github.camelwallaroo.source.SessionOptions;
import io.github.camelwallaroo.source.SourceConnector;
import io.github.camelwallaroo.source.SourceMessage;
import io.github.camelwallaroo.source.SourceOptions;
import io.github.camelwallaroo.transport.ConnectorThreads;
import io.github.camelwallaroo.transport.HostPort;
import io.github.camelwallaroo.worker.acceptance.StablePorts;
import io.github.camelwallaroo.worker.checkpoint.CheckpointStep;

/**
 * A worker's process ends at every step of a checkpoint, at early and later ones, and is started again on its state: two sinks
 * show every output once and in order, as if nothing had happened.
 */
class TwoPhaseCommitCrashIT {

    private static final int KILLED = 128 + 9;
    private static final int PER_LIFE = 500;
    private static final List<Integer> PASSES = List.of(0, 1, 7);

    @TempDir
    private Path directory;

    private int sourcePort;

    private Process start(SessionSink first, SessionSink second, String step, int passes) throws IOException {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
                CommittingWorker.class.getName(), directory.toString(), String.valueOf(sourcePort),
                String.valueOf(first.port()), String.valueOf(second.port()), step, String.valueOf(passes))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static SourceConnector dial(int port) {
        SourceOptions options = SourceOptions.of("numbers", new HostPort("127.0.0.1", port), Protocol.V1)
                .withSession(SessionOptions.DEFAULT.withResilience(true).withPoison(1_000, OnPoison.STOP))
                .withReconnect(Duration.ofMillis(10), Duration.ofMillis(50), 0, 0);
        SourceConnector connector = SourceConnector.of(options, Format.of("text"), ConnectorThreads.daemons());
        connector.connect();
        return connector;
    }

    @Test
    @Timeout(600)
    void shouldShowEveryOutputOnceWhenItsProcessEndsAtAnyStep() throws Exception {
        List<String> cases = new ArrayList<>();
        AtomicInteger failures = new AtomicInteger();
        int numbers = 0;
        sourcePort = StablePorts.row(1);
        try (SessionSink first = SessionSink.listen();
                SessionSink second = SessionSink.listen();
                SourceConnector source = dial(sourcePort)) {
            for (CheckpointStep step : CheckpointStep.values()) {
                for (int passes : PASSES) {
                    Process process = start(first, second, step.name(), passes);
                    try (BufferedReader out = process.inputReader()) {
                        out.readLine();
                        for (int i = 0; i < PER_LIFE; i++) {
                            numbers++;
                            source.write(SourceMessage.of(String.valueOf(numbers)), failure -> {
                                if (failure != null) {
                                    failures.incrementAndGet();
                                }
                            });
                        }
                        assertThat(process.waitFor()).as("exit status at %s", step).isEqualTo(KILLED);
                    } finally {
                        process.destroyForcibly();
                    }
                    cases.add(step + " after " + passes);
                    assertThat(CommittingWorker.expected(numbers)).startsWith(first.committed())
                            .startsWith(second.committed());
                }
            }
            Process last = start(first, second, "none", 0);
            try {
                String expected = CommittingWorker.expected(numbers);
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(first.committed().length()).isEqualTo(expected.length()));
                assertThat(first.committed()).isEqualTo(expected);
                second.awaitCommitted(expected);
                // A close gives back what is not acknowledged within its time.
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> source.metrics().get(Metric.PENDING) == 0);
                source.close();
            } finally {
                last.destroyForcibly();
            }
            assertThat(first.wrong()).isEmpty();
            assertThat(second.wrong()).isEmpty();
            assertThat(failures).hasValue(0);
            System.out.printf("%d ends of a process at a named step, %d numbers, each output shown once by two sinks;"
                    + " %d decisions, %d of them abort%n", cases.size(), numbers, first.decisions().size(),
                    first.decisions().stream().filter(decision -> decision.endsWith("=false")).count());
        }
    }
}
