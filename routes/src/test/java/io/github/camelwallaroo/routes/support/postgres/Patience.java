package io.github.camelwallaroo.routes.support.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.core.ThrowingRunnable;

import io.github.camelwallaroo.routes.support.RunningConnector;

/** What tests of these connectors wait for. */
final class Patience {

    static final Duration LONGEST = Duration.ofSeconds(120);

    private Patience() {}

    static void untilAsserted(ThrowingRunnable assertion) {
        await().atMost(LONGEST).untilAsserted(assertion);
    }

    static void healthSays(RunningConnector connector, String state, String text) {
        untilAsserted(() -> assertThat(connector.serviceHealth()).startsWith(state).contains(text));
    }

    /** {@code n0}, {@code n1}, ... */
    static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "n" + i).toList();
    }
}
