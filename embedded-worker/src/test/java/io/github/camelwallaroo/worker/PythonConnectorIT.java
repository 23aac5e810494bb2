package io.github.camelwallaroo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.camelwallaroo.testservices.tools.RequiredTool;

/** Connectors in another language, written from the protocol's description alone. */
@Timeout(120)
class PythonConnectorIT {

    private static final int COUNT = 5_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFeedAndDrainTheWorker(boolean strict) throws Exception {
        RequiredTool.PYTHON.assumeInstalled();
        WorkerOptions options = WorkerOptions.defaults();
        if (strict) {
            options = options.strict(StrictMode.recorded().redialInterval(Duration.ofMillis(100)));
        }
        try (EmbeddedWorker worker = EmbeddedWorker.start(CelsiusApplication.into(0), options)) {
            Process sink = Python.start("sink.py", worker.sinkPort(CelsiusApplication.CONVERSION), COUNT);
            Process source = Python.start("source.py", worker.sourcePort(CelsiusApplication.FEED), COUNT);

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
}
