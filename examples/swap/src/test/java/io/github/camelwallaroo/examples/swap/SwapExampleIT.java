package io.github.camelwallaroo.examples.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The application between each source and each sink: other lines, other systems, the same application. */
@Timeout(300)
class SwapExampleIT {

    private static final Systems SYSTEMS = new Systems();
    private static final String[] FAHRENHEIT = {"14.0", "18.5", "23.0", "27.5", "32.0", "36.5", "41.0", "45.5", "50.0",
            "54.5", "59.0", "63.5", "68.0", "72.5", "77.0", "81.5", "86.0", "90.5", "95.0", "99.5"};

    private static Map<String, String> application;

    @BeforeAll
    static void readApplication() throws Exception {
        application = ApplicationFiles.checksums();
    }

    @AfterAll
    static void stopServices() throws Exception {
        SYSTEMS.close();
    }

    static Stream<List<String>> pairs() {
        return Swap.PAIRS.stream();
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void shouldRunTheSameApplicationWhenSourceAndSinkAreExchanged(List<String> pair) throws Exception {
        Outcome outcome = SwapRun.between(pair.get(0), pair.get(1)).run(SYSTEMS);

        assertThat(outcome.given()).hasSize(20);
        assertThat(outcome.results()).containsExactlyInAnyOrder(FAHRENHEIT);
        assertThat(outcome.before()).hasSize(3).isEqualTo(application);
        assertThat(outcome.after()).isEqualTo(application);
        assertThat(outcome.messages()).as("what the connectors say at the end")
                .anyMatch(line -> line.contains("celsius_feed: 20 messages sent to Wallaroo"))
                .anyMatch(line -> line.contains("fahrenheit_conversion: 20 messages received from Wallaroo"));
    }
}
