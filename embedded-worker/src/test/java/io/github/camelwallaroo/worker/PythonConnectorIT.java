package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connectors in another language, written from the protocol's description alone. */
@Timeout(120)
class PythonConnectorIT {

    private static final Path SCRIPTS = Path.of("src/test/python").toAbsolutePath();
    private static final int COUNT = 5_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFeedAndDrainTheWorker(boolean strict) throws Exception {
        assumePython();
        WorkerOptions options = WorkerOptions.defaults();
        if (strict) {
            options = options.strict(StrictMode.recorded().redialInterval(Duration.ofMillis(100)));
        }
        try (EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0), options)) {
            Process sink = python("sink.py", worker.sinkPort(CelsiusApplication.CONVERSION));
            Process source = python("source.py", worker.sourcePort(CelsiusApplication.FEED));

            List<String> received = new ArrayList<>();
            try (BufferedReader lines = sink.inputReader()) {
                lines.lines().forEach(received::add);
            }
            assertThat(source.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(source.exitValue()).isZero();
            assertThat(sink.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(sink.exitValue()).isZero();

            List<String> expected = new ArrayList<>();
            for (int i = 0; i < COUNT; i++) {
                expected.add("0 " + ((float) i * 1.8f + 32));
            }
            if (strict) {
                assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
            } else {
                assertThat(received).isEqualTo(expected);
            }
        }
    }

    private static Process python(String script, int port) throws IOException {
        return new ProcessBuilder("python3", SCRIPTS.resolve(script).toString(), String.valueOf(port),
                String.valueOf(COUNT)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Without Python the test is skipped, visibly; where {@code it.require} is {@code all}, it fails. */
    private static void assumePython() throws InterruptedException {
        boolean there;
        try {
            there = new ProcessBuilder("python3", "--version").start().waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        if ("all".equals(System.getProperty("it.require"))) {
            assertThat(there).as("python3 is needed on the PATH").isTrue();
        }
        Assumptions.assumeTrue(there, "python3 is not on the PATH");
    }
}
